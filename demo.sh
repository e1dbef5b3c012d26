#!/usr/bin/env bash
# Folds real proteins from nothing: ./demo.sh [DIR], default out/demo. 7R6R has hundreds of homologs in the bundled database; the small ones have none.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/eng/prepare.sh"
need_dotnet
need jackhmmer hmmer
exec "$root/foldline" run "$root/docs/examples/demo.fasta" "$root/docs/examples/7r6r.fasta" --out "${1:-$root/out/demo}" --resume
