#!/bin/sh
# Makes the pictures of docs/themes.md: a spread of each built-in theme, from its text in content/themes.
# Wants keben (or KEBEN=path), poppler's pdftoppm and ImageMagick.
#   usage: tools/pictures.sh [THEME …]
set -eu
cd "$(dirname "$0")/.."
keben=${KEBEN:-target/debug/keben}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The pages to show: two that face each other, counted in the file.
pages() {
    case $1 in
        booklet) echo "8 9" ;;
        book) echo "${BOOK_PAGES:-8 9}" ;;
        report) echo "3 4" ;;
        thesis) echo "5 6" ;;
        handout) echo "1 2" ;;
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
    "$keben" build "$(text "$theme")" -o "$work" -f pdf -q
    pdf="$work/$(basename "$(text "$theme")").pdf"
    shown=
    for page in $(pages "$theme"); do
        pdftoppm -r 80 -f "$page" -l "$page" -singlefile -png "$pdf" "$work/$theme-$page"
        shown="$shown $work/$theme-$page.png"
    done
    # Few greys and no colour profile: a page of text is small then.
    montage $shown -tile x1 -geometry +3+3 -background '#b8b8b8' -colors 24 -strip \
        -define png:compression-level=9 "docs/images/theme-$theme.png"
    ls -l "docs/images/theme-$theme.png" | awk '{ print $9, $5 " bytes" }'
done
