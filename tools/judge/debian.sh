# Sourced. `need WHAT PACKAGE` notes a Debian package whose command or file is missing; `bring` installs those noted.

missing=()
need() { if ! command -v "$1" >/dev/null && [ ! -e "$1" ]; then missing+=("${@:2}"); fi; }

bring() {
    [ "${#missing[@]}" -gt 0 ] || return 0
    local root=()
    [ "$(id -u)" = 0 ] || root=(sudo)
    echo "installing ${missing[*]}"
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
