#!/bin/bash
# prepare.sh: makes what cluster.sh needs, below ${LOADPLANE_TEST_CACHE:-$HOME/.cache/loadplane}/cluster:
# bin (k8sbox, ten minutes from nothing) and images (half a minute). What is up to date is left alone.
# Fails with one sentence where a machine cannot run the cluster.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${LOADPLANE_TEST_CACHE:-$HOME/.cache/loadplane}/cluster
export PATH=$PATH:/usr/local/go/bin:/usr/sbin:/sbin GOTOOLCHAIN=${GOTOOLCHAIN:-auto}
fail() { echo "The test cluster cannot be prepared: $*" >&2; exit 1; }

# PACKAGE=COMMAND or PACKAGE=/FILE
needed=(containerd=containerd containerd=ctr runc=runc containernetworking-plugins=/usr/lib/cni/bridge iptables=iptables
  conntrack=conntrack nftables=nft mmdebstrap=mmdebstrap debian-archive-keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  openssl=openssl iproute2=ip procps=pgrep util-linux=nsenter golang-go=go python3-pip=pip3)
missing() {
  local n
  for n in "${needed[@]}"; do
    if [ ! -e "${n#*=}" ] && ! command -v "${n#*=}" > /dev/null; then echo "${n%%=*}"; fi
  done | sort -u | paste -sd ' '
}
install_missing() {
  local packages; packages=$(missing)
  [ -n "$packages" ] || return 0
  if command -v apt-get > /dev/null; then
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-remove --no-install-recommends \
        -o DPkg::Lock::Timeout=300 $packages; } >> "$cache/prepare.log" 2>&1 9<&- || true
  fi
  packages=$(missing)
  [ -z "$packages" ] || fail "these Debian packages are missing and could not be installed: $packages."
}
make_part() { # NAME VERSION COMMAND FILE...: runs COMMAND on a new folder NAME unless NAME was made from the same VERSION and FILEs
  local name=$1 version=$2 command=$3 sum; shift 3
  sum=$(cd "$here" && { echo "$version"; cat "$command" "$@"; } | sha256sum)
  [ "$(cat "$cache/$name/.made-from" 2> /dev/null)" != "$sum" ] || return 0
  echo "Test cluster: making $cache/$name" >&2
  rm -rf "$cache/$name.new"
  "$here/$command" "$cache/$name.new" >> "$cache/prepare.log" 2>&1 || fail "$command failed (\"$(tail -n 1 "$cache/prepare.log")\"); more in $cache/prepare.log."
  echo "$sum" > "$cache/$name.new/.made-from"
  rm -rf "${cache:?}/$name"; mv "$cache/$name.new" "$cache/$name"
}

[ "$(uname -sm)" = "Linux x86_64" ] || fail "it needs Linux on x86-64."
[ "$(id -u)" = 0 ] || fail "it needs root, for namespaces, bridges and containers."
unshare --mount --net --pid --uts --fork true 2> /dev/null || fail "root may not make namespaces here; a privileged container or a virtual machine is needed."
mkdir -p "$cache"
exec 9> "$cache/lock"; flock 9
install_missing
make_part bin "" build.sh go.mod go.sum main.go
make_part images "${LOCUST_VERSION:-}" make-images.sh mkimage.py pause/pause.go
