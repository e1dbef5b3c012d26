#!/usr/bin/env bash
# All tests of the project. ./test.sh runs what every change must pass; ./test.sh --full adds the slow suites.
# The last line is always "N passed, N failed, N skipped".
set -uo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/eng/prepare.sh"
cd "$root"

suites=(--filter-not-trait "suite=full") full=
for argument in "$@"; do
  case "$argument" in
    --full) suites=() full=yes ;;
    *) fail "usage: ./test.sh [--full]" ;;
  esac
done

need_dotnet
need jackhmmer hmmer
need_postgres
# The full suites try the pages in a browser.
if [ ${#suites[@]} -eq 0 ]; then want npm npm; want chromium chromium; fi
want gemmi gemmi
if [ -n "$full" ]; then
  need chromium chromium
  need curl curl
fi
build "$root/Pipeline.sln" "$root/tests/obj/solution.stamp" tests

passed=0 failed=0 skipped=0
for project in tests/*.Tests; do
  name="$(basename "$project")"
  log="$(mktemp)"
  begun=$SECONDS
  dotnet "$project/bin/Release/net10.0/Foldline.$name.dll" --no-progress --no-ansi ${suites[@]+"${suites[@]}"} >"$log" 2>&1
  status=$?
  count() { awk -v key="$1:" '$1 == key { n = $2 } END { print n + 0 }' "$log"; }
  p=$(count succeeded) f=$(count failed) s=$(count skipped)
  # 8 is "no test ran", which only a project whose tests are all in the full suite may say.
  if [ "$status" -ne 0 ] && [ "$status" -ne 8 ] && [ "$f" -eq 0 ]; then f=1; fi
  if [ "$f" -gt 0 ]; then cat "$log"; else grep -E '^skipped ' "$log" | head -40; fi
  printf '%-28s %5d passed %3d failed %3d skipped  %4d s\n' "$name" "$p" "$f" "$s" $((SECONDS - begun))
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  rm -f "$log"
done

printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
