#!/usr/bin/env bash
# Brings the fonts that golden cases name, from Debian's packages: what is there already is left alone.
set -euo pipefail

. "$(cd "$(dirname "$0")" && pwd)/debian.sh"
need /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc fonts-noto-cjk
need /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core # Hebrew, which no shipped font has
bring
