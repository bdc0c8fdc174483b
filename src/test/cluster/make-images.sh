#!/bin/bash
# make-images.sh OUTDIR: makes OUTDIR/{pause,python,locust}.tar, OCI layouts for `ctr images import`.
# Needs root (chroot), go, python3 with pip, mmdebstrap and Debian's archive keyring.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "$1" && cd "$1" && pwd)
LOCUST_VERSION=${LOCUST_VERSION:-2.47.0}
work=$(mktemp -d "$out/.work.XXXXXX"); trap 'rm -rf "$work"' EXIT
root=$work/root
det=(--sort=name --numeric-owner --owner=0 --group=0 --mtime=@1)
env=(--env PYTHONUNBUFFERED=1 --env LANG=C.UTF-8)
# Nobody in a container may write compiled modules, so they come with the image (made by the image's own Python).
compile() { chroot "$root" /usr/bin/python3 -m compileall -q --invalidation-mode unchecked-hash "$@" > "$work/compile.log" || true; }

CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$work/pause" "$here/pause/pause.go"
tar "${det[@]}" -C "$work" -cf "$work/pause-layer.tar" pause
python3 "$here/mkimage.py" "$out/pause.tar" k8sbox.local/pause:1 --layer "$work/pause-layer.tar" --entrypoint '["/pause"]' --user 65535:65535

# This machine's own package source where it serves the image's suite, else Debian's.
sources='deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm main'
for f in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
  if grep -qsE '^(deb|Suites:).* bookworm( |$)' "$f"; then sources=$f; fi
done
# extract only: no maintainer scripts are run
mmdebstrap --quiet --variant=extract --include=base-files,libc-bin,dash,coreutils,sed,grep,procps,python3,libpython3-stdlib,libstdc++6,ca-certificates \
  bookworm "$root" "$sources"
# what the maintainer scripts would have made, and no trace of the mirror
rm -rf "$root"/etc/apt "$root"/var/{lib/apt,cache,log,lib/dpkg} "$root"/usr/share/{doc,man,locale,info,lintian,zoneinfo,i18n,bash-completion} \
  "$root"/usr/lib/{locale,x86_64-linux-gnu/perl*,x86_64-linux-gnu/gconv} "$root"/usr/share/{perl*,debconf,systemd} \
  "$root"/dev "$root"/usr/lib/python3.11/EXTERNALLY-MANAGED
mkdir -p "$root"/{dev,proc,sys,tmp,run,root,home/locust,etc/ssl/certs,var/tmp}; chmod 1777 "$root"/tmp "$root"/var/tmp
ln -sf dash "$root/usr/bin/sh"; ln -sfn python3.11 "$root/usr/bin/python3"; ln -sfn python3 "$root/usr/bin/python"
[ -e "$root/bin/sh" ] || ln -sf dash "$root/bin/sh"
(cd "$root/usr/share/ca-certificates" && find . -name '*.crt' -print0 | sort -z | xargs -0 cat) > "$root/etc/ssl/certs/ca-certificates.crt"
printf 'root:x:0:0:root:/root:/bin/sh\nlocust:x:1000:1000::/home/locust:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n' > "$root/etc/passwd"
printf 'root:x:0:\nlocust:x:1000:\nnogroup:x:65534:\n' > "$root/etc/group"
printf 'hosts: files dns\npasswd: files\ngroup: files\n' > "$root/etc/nsswitch.conf"
find "$root" -name __pycache__ -type d -prune -exec rm -rf {} +
compile /usr/lib/python3.11
tar "${det[@]}" -C "$root" -cf "$work/base-layer.tar" .
python3 "$here/mkimage.py" "$out/python.tar" k8sbox.local/python:3.11 --layer "$work/base-layer.tar" --cmd '["python3"]' "${env[@]}"

# wheels for the image's Python, whatever Python runs this script
site=usr/local/lib/python3.11/dist-packages
rm -rf "$root/usr/local"; mkdir -p "$root/$site" "$root/usr/local/bin"
python3 -m pip install --quiet --root-user-action=ignore --no-compile --target "$root/$site" --implementation cp --python-version 3.11 --only-binary=:all: \
  --platform manylinux_2_28_x86_64 --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 "locust==$LOCUST_VERSION" pip
rm -rf "$root/$site"/{bin,gevent/tests,greenlet/tests}
for c in locust=locust.main pip=pip._internal.cli.main; do
  printf '#!/usr/bin/python3\nimport sys\nfrom %s import main\nsys.exit(main())\n' "${c#*=}" > "$root/usr/local/bin/${c%=*}"
  chmod 755 "$root/usr/local/bin/${c%=*}"
done
compile "/$site"
tar "${det[@]}" -C "$root" -cf "$work/locust-layer.tar" usr/local
tar --numeric-owner --owner=1000 --group=1000 --mtime=@1 -C "$root" -rf "$work/locust-layer.tar" home/locust
python3 "$here/mkimage.py" "$out/locust.tar" "docker.io/locustio/locust:$LOCUST_VERSION" --layer "$work/base-layer.tar" --layer "$work/locust-layer.tar" \
  --entrypoint '["locust"]' "${env[@]}" --env HOME=/home/locust --user 1000 --workdir /home/locust
