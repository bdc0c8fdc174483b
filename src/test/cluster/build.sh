#!/bin/bash
# build.sh BINDIR: builds BINDIR/k8sbox (etcd, kube-apiserver, kube-controller-manager, kube-scheduler,
# kubelet, kube-proxy, kubectl, coredns in one binary) and a symlink for each component.
# Ten minutes from nothing; Go's caches make a repeat a matter of seconds.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"; bin=$(cd "$1" && pwd)
cd "$here"
V=$(awk '$1 == "k8s.io/kubernetes" {print $2}' go.mod)
major=${V#v}; minor=${major#*.}; major=${major%%.*}; minor=${minor%%.*}
ld="-s -w"
for p in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  ld+=" -X $p.gitVersion=$V -X $p.gitMajor=$major -X $p.gitMinor=$minor -X $p.gitTreeState=clean -X $p.buildDate=1970-01-01T00:00:00Z"
done
CGO_ENABLED=0 go build -trimpath -buildvcs=false -mod=readonly -ldflags "$ld" -o "$bin/k8sbox" .
for c in etcd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl coredns; do
  ln -sfn k8sbox "$bin/$c"
done
