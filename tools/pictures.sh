#!/bin/sh
# Makes the pictures of docs/themes.md: a spread of each built-in theme, from its text in content/themes.
# Wants keben (or KEBEN=path), poppler's pdftoppm and ImageMagick.
#   usage: tools/pictures.sh [THEME …]
set -eu
cd "$(dirname "$0")/.."
keben=${KEBEN:-target/debug/keben}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The pages to show, counted in the file.
pages() {
    case $1 in
        booklet) echo "6 7" ;;
        book) echo "12 13" ;;
        report) echo "1 3" ;;
        thesis) echo "8 9" ;;
        handout) echo "1" ;;
        newsletter) echo "1" ;;
        poetry) echo "8 9" ;;
        gongwen) echo "1 2" ;;
    esac
}

text() {
    if [ "$1" = booklet ]; then echo content; else echo "content/themes/$1"; fi
}

for theme in ${*:-booklet book report thesis handout newsletter poetry gongwen}; do
    [ -e "$(text "$theme")" ] || continue
    "$keben" build "$(text "$theme")" --theme "src/theme/$theme.toml" -o "$work" -f pdf -q
    pdf="$work/$(basename "$(text "$theme")").pdf"
    shown=
    for page in $(pages "$theme"); do
        pdftoppm -r 160 -f "$page" -l "$page" -singlefile -png "$pdf" "$work/$theme-$page"
        shown="$shown $work/$theme-$page.png"
    done
    # Drawn large and made small, in few colours: a page of text keeps its grey and takes few bytes.
    montage $shown -tile x1 -geometry +6+6 -background '#b8b8b8' -resize 44% -dither None -colors 8 -strip \
        -define png:compression-level=9 "PNG8:docs/images/theme-$theme.png"
    ls -l "docs/images/theme-$theme.png" | awk '{ print $9, $5 " bytes" }'
done
