# Sourced by the scripts in the root. Finds what a fresh Debian or Ubuntu machine lacks and installs it, or says in one sentence how to.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true

# fail SENTENCE: something this machine lacks (exit code 4 of the command line).
fail() {
  printf 'foldline: %s\n' "$*" >&2
  exit 4
}

need_dotnet() {
  command -v dotnet >/dev/null 2>&1 || fail "the .NET SDK 10 is not installed. Debian and Ubuntu: https://learn.microsoft.com/dotnet/core/install/linux, or without root:
  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 && export PATH=\"\$HOME/.dotnet:\$PATH\""
  local sdks
  sdks="$(dotnet --list-sdks 2>/dev/null)"
  grep -q '^10\.' <<<"$sdks" || fail "this project needs the .NET SDK 10; installed: $(cut -d' ' -f1 <<<"$sdks" | paste -sd, -). See https://learn.microsoft.com/dotnet/core/install/linux"
}

# need COMMAND PACKAGE: installs the Debian package that carries the command, unless the command is there.
need() {
  local command="$1" package="$2"
  command -v "$command" >/dev/null 2>&1 && return
  command -v apt-get >/dev/null 2>&1 || fail "$command is missing and this system has no apt-get. Install the package '$package' with your system's tool and run again."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null || fail "$command is missing. Run as root: apt-get install $package"
    as_root=(sudo -n)
  fi
  printf 'Installing %s …\n' "$package" >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 \
    || { "${as_root[@]}" apt-get update -qq >/dev/null 2>&1 \
         && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null; } \
    || fail "apt-get could not install $package. Check the network and run: apt-get update && apt-get install $package"
  command -v "$command" >/dev/null 2>&1 || fail "$package is installed, but $command is still not on the PATH."
}

# want COMMAND PACKAGE: the same, but what cannot be installed is only told: a test that needs it is skipped by name.
want() {
  ( need "$@" ) 2>/dev/null || printf 'Going on without %s (package %s).\n' "$1" "$2" >&2
}

# stale STAMP [FOLDER]: whether a source is newer than the stamp of the last build: code, project files, embedded data. FOLDER adds one to the product's.
stale() {
  [ -f "$1" ] || return 0
  local sources=("$root"/{activities,eng,infra,model,msa,workflows} "$root"/*.{props,targets,json,txt,sln})
  [ -z "${2:-}" ] || sources+=("$root/$2")
  [ -n "$(find "${sources[@]}" \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -newer "$1" ! -name '*.md' ! -name '.*' -print -quit)" ]
}

# build PROJECT STAMP [FOLDER]: an incremental Release build, skipped where nothing changed since the stamp.
build() {
  local project="$1" stamp="$2" log
  stale "$stamp" "${3:-}" || return 0
  printf 'Building %s …\n' "$(basename "$project")" >&2
  log="$(mktemp)"
  local begun
  begun="$(mktemp)"
  if ! dotnet build "$project" -c Release -v quiet --nologo -clp:NoSummary >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log" "$begun"
    fail "the build failed; the messages stand above."
  fi
  mkdir -p "$(dirname "$stamp")" && touch -r "$begun" "$stamp"
  rm -f "$log" "$begun"
}

# Debian keeps the server's programs off the PATH; the tests start a cluster of their own.
need_postgres() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need pg_ctlcluster postgresql
}
