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

# stale STAMP: whether a source is newer than the stamp of the last build.
stale() {
  [ -f "$1" ] || return 0
  [ -n "$(find "$root" \( -name bin -o -name obj -o -name out -o -name .git -o -name node_modules -o -name docs \) -prune -o -type f -newer "$1" \
      \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.json' -o -name '*.sln' -o -path '*/Data/*' \) -print -quit)" ]
}

# build PROJECT STAMP: an incremental Release build, skipped where nothing changed since the stamp.
build() {
  local project="$1" stamp="$2" log
  stale "$stamp" || return 0
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
