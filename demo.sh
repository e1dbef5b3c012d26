#!/usr/bin/env bash
# Folds three real proteins from nothing: ./demo.sh [DIR], default out/demo.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/eng/prepare.sh"
need_dotnet
need jackhmmer hmmer
exec "$root/foldline" run "$root/docs/examples/demo.fasta" --out "${1:-$root/out/demo}" --resume
