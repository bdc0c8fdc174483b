#!/bin/bash
# cluster.sh up DIR | down DIR | status DIR | exec DIR COMMAND...
#
# A real single-node Kubernetes cluster: upstream etcd, kube-apiserver, kube-controller-manager,
# kube-scheduler, kubelet, kube-proxy and CoreDNS (all from k8sbox), Debian's containerd, runc and CNI
# plugins. The whole node lives in a mount, PID and network namespace of its own, so that
#   - ports, iptables rules, bridges and /run never meet the host's or another cluster's,
#   - `down` kills one process (the PID namespace's init) and everything goes with it.
# The host reaches the node at its own address over a veth pair; DIR/admin.kubeconfig points there.
#
# Environment: BIN (k8sbox's folder) and IMAGES (tars to import), by default where prepare.sh puts them;
# PROXY_MODE (iptables|nftables); OWNER=PID (up: when that process ends, the cluster and DIR go too);
# CONTROL_PLANE_ONLY=1 (up: no node, no root needed).
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin
cache=${LOADPLANE_TEST_CACHE:-$HOME/.cache/loadplane}/cluster
here=$(cd "$(dirname "$0")" && pwd)
self=$here/$(basename "$0")
usage() { sed -n '2,/^set/{/^set/d;p}' "$0" >&2; exit 2; }
[ $# -ge 2 ] || usage
cmd=$1; D=$2; shift 2
BIN=${BIN:-$cache/bin}; [ ! -d "$BIN" ] || BIN=$(cd "$BIN" && pwd -P)
IMAGES=${IMAGES:-$cache/images}; [ ! -d "$IMAGES" ] || IMAGES=$(cd "$IMAGES" && pwd)
PROXY_MODE=${PROXY_MODE:-iptables}
mkdir -p "$D"; D=$(cd "$D" && pwd)
POD_CIDR=10.244.0.0/24; CLUSTER_CIDR=10.244.0.0/16; SVC_CIDR=10.96.0.0/16; DNS_IP=10.96.0.10; API_SVC_IP=10.96.0.1
NODE=node1
API_GID=6443   # the node's API server runs in this group, so that a firewall rule can tell its connections from kubelet's

say() { printf '%s %s\n' "$(date +%H:%M:%S.%3N)" "$*" >&2; }
# Is the process recorded in FILE running, and one of this DIR's? (Pids are reused; every command line of ours names DIR.)
alive() { local p; [ -s "$1" ] && p=$(cat "$1") && cat "/proc/$p/cmdline" 2>/dev/null | tr '\0' '\n' | grep -qF -e "$D/"; }
innode() { nsenter -t "$(cat "$D/pid/init")" -m -n -p -u -- "$@"; }

# ---------------------------------------------------------------- certificates
mkcert() { # NAME SUBJECT [SAN]
  local n=$1 s=$2 san=${3:-}
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$n.key" -subj "$s" -out "$n.csr" 2>/dev/null
  openssl x509 -req -in "$n.csr" -CA "${CA:-ca}.crt" -CAkey "${CA:-ca}.key" -CAcreateserial -days 3650 -out "$n.crt" \
    -extfile <(printf 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth\n%s' "${san:+subjectAltName=$san}") 2>/dev/null
  rm -f "$n.csr"
}
mkca() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -keyout "$1.key" -out "$1.crt" -subj "/CN=$1" \
  -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign,digitalSignature' 2>/dev/null; }
kubeconf() { # FILE CERTNAME
  cat > "$1" <<EOF
apiVersion: v1
kind: Config
current-context: k8sbox
clusters: [{name: k8sbox, cluster: {server: "https://$NODE_IP:$API_PORT", certificate-authority-data: $(base64 -w0 < "$D/pki/ca.crt")}}]
users: [{name: user, user: {client-certificate-data: $(base64 -w0 < "$D/pki/$2.crt"), client-key-data: $(base64 -w0 < "$D/pki/$2.key")}}]
contexts: [{name: k8sbox, context: {cluster: k8sbox, user: user}}]
EOF
  chmod 600 "$1"
}
pki() {
  mkdir -p "$D/pki" "$D/conf"; cd "$D/pki"; umask 077
  mkca ca; mkca front-proxy-ca
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out sa.key 2>/dev/null; openssl pkey -in sa.key -pubout -out sa.pub
  mkcert apiserver /CN=kube-apiserver "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost,IP:127.0.0.1,IP:$NODE_IP,IP:$API_SVC_IP"
  mkcert apiserver-kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
  CA=front-proxy-ca mkcert front-proxy-client /CN=front-proxy-client
  mkcert admin /O=system:masters/CN=admin
  mkcert kcm /CN=system:kube-controller-manager
  mkcert scheduler /CN=system:kube-scheduler
  mkcert kubelet "/O=system:nodes/CN=system:node:$NODE" "DNS:$NODE,IP:$NODE_IP"
  mkcert proxy /CN=system:kube-proxy
  mkcert coredns /CN=system:coredns
  kubeconf "$D/admin.kubeconfig" admin
  for u in kcm scheduler kubelet proxy coredns; do kubeconf "$D/conf/$u.kubeconfig" $u; done
  cd "$here"; umask 022
}

# ---------------------------------------------------------------- configuration files
config() {
  cat > "$D/conf/containerd.toml" <<EOF
version = 2
root = "$D/containerd"
state = "/run/containerd"
oom_score = 0
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.tracing.processor.v1.otlp"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$D/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "k8sbox.local/pause:1"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
        BinaryName = "$(command -v runc || echo /usr/sbin/runc)"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${CNI_BIN:-/usr/lib/cni}"
    conf_dir = "$D/conf/cni"
EOF
  mkdir -p "$D/conf/cni"
  cat > "$D/conf/cni/10-bridge.conflist" <<EOF
{"cniVersion": "1.0.0", "name": "k8sbox", "plugins": [
 {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
  "ipam": {"type": "host-local", "dataDir": "/run/cni-ipam", "ranges": [[{"subnet": "$POD_CIDR"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
 {"type": "portmap", "capabilities": {"portMappings": true}}]}
EOF
  cat > "$D/conf/kubelet.yaml" <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $D/pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $D/pki/kubelet.crt
tlsPrivateKeyFile: $D/pki/kubelet.key
clusterDomain: cluster.local
clusterDNS: [$DNS_IP]
resolvConf: $D/conf/resolv.conf
cgroupDriver: cgroupfs
cgroupRoot: $CGROUP
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
podPidsLimit: 200
maxOpenFiles: $(ulimit -Hn | sed 's/unlimited/1000000/')
healthzBindAddress: 127.0.0.1
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
nodeStatusUpdateFrequency: 2s
syncFrequency: 10s
registerNode: true
shutdownGracePeriod: 0s
EOF
  : > "$D/conf/resolv.conf"
  cat > "$D/conf/proxy.yaml" <<EOF
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $D/conf/proxy.kubeconfig}
mode: $PROXY_MODE
clusterCIDR: $CLUSTER_CIDR
hostnameOverride: $NODE
oomScoreAdj: 0
healthzBindAddress: 127.0.0.1:10256
metricsBindAddress: 127.0.0.1:10249
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
iptables: {minSyncPeriod: 100ms}
nftables: {minSyncPeriod: 100ms}
EOF
  cat > "$D/conf/Corefile" <<EOF
.:53 {
    bind $NODE_IP
    errors
    ready 127.0.0.1:8181
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        kubeconfig $D/conf/coredns.kubeconfig
        pods insecure
        ttl 1
    }
    cache 1
    loadbalance
}
EOF
  cat > "$D/conf/addons.yaml" <<EOF
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: "system:coredns"}
rules:
- {apiGroups: [""], resources: [endpoints, services, pods, namespaces], verbs: [list, watch]}
- {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "system:coredns"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:coredns"}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "system:coredns"}]
---
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns}}
spec: {clusterIP: $DNS_IP, ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: kube-dns-node, namespace: kube-system, labels: {kubernetes.io/service-name: kube-dns}}
addressType: IPv4
ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
endpoints: [{addresses: [$NODE_IP], conditions: {ready: true}}]
EOF
}

# ---------------------------------------------------------------- the control plane's processes
API_AS=()
start() { local n=$1; shift; "$@" > "$D/log/$n.log" 2>&1 & echo $! > "$D/pid/$n.inner"; }
start_etcd() { start etcd "$BIN/etcd" --name "$NODE" --data-dir "$D/etcd" --listen-client-urls "http://127.0.0.1:$ETCD_PORT" --advertise-client-urls "http://127.0.0.1:$ETCD_PORT" \
    --listen-peer-urls "http://127.0.0.1:$PEER_PORT" --initial-advertise-peer-urls "http://127.0.0.1:$PEER_PORT" --initial-cluster "$NODE=http://127.0.0.1:$PEER_PORT" --unsafe-no-fsync --log-level warn; }
start_apiserver() { start kube-apiserver "${API_AS[@]}" "$BIN/kube-apiserver" --etcd-servers="http://127.0.0.1:$ETCD_PORT" --secure-port="$API_PORT" --advertise-address="$NODE_IP" \
    --tls-cert-file="$D/pki/apiserver.crt" --tls-private-key-file="$D/pki/apiserver.key" --client-ca-file="$D/pki/ca.crt" \
    --kubelet-client-certificate="$D/pki/apiserver-kubelet-client.crt" --kubelet-client-key="$D/pki/apiserver-kubelet-client.key" \
    --kubelet-certificate-authority="$D/pki/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --service-account-key-file="$D/pki/sa.pub" --service-account-signing-key-file="$D/pki/sa.key" --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-cluster-ip-range="$SVC_CIDR" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
    --requestheader-client-ca-file="$D/pki/front-proxy-ca.crt" --requestheader-allowed-names=front-proxy-client --requestheader-extra-headers-prefix=X-Remote-Extra- \
    --requestheader-group-headers=X-Remote-Group --requestheader-username-headers=X-Remote-User \
    --proxy-client-cert-file="$D/pki/front-proxy-client.crt" --proxy-client-key-file="$D/pki/front-proxy-client.key" --profiling=false "$@"; }
start_kcm() { start kube-controller-manager "$BIN/kube-controller-manager" --kubeconfig="$D/conf/kcm.kubeconfig" --authentication-kubeconfig="$D/conf/kcm.kubeconfig" \
    --authorization-kubeconfig="$D/conf/kcm.kubeconfig" --bind-address=127.0.0.1 --leader-elect=false --use-service-account-credentials=true \
    --allocate-node-cidrs=true --cluster-cidr="$CLUSTER_CIDR" --service-cluster-ip-range="$SVC_CIDR" --root-ca-file="$D/pki/ca.crt" \
    --kube-api-qps=200 --kube-api-burst=400 --node-monitor-grace-period=15m \
    --cluster-signing-cert-file="$D/pki/ca.crt" --cluster-signing-key-file="$D/pki/ca.key" --service-account-private-key-file="$D/pki/sa.key" --profiling=false "$@"; }
start_scheduler() { start kube-scheduler "$BIN/kube-scheduler" --kubeconfig="$D/conf/scheduler.kubeconfig" --authentication-kubeconfig="$D/conf/scheduler.kubeconfig" \
    --authorization-kubeconfig="$D/conf/scheduler.kubeconfig" --bind-address=127.0.0.1 --leader-elect=false --kube-api-qps=200 --kube-api-burst=400 --profiling=false "$@"; }
wait_readyz() { until "$BIN/kubectl" --kubeconfig "$D/admin.kubeconfig" get --raw /readyz > /dev/null 2>&1; do sleep 0.1; done; date +%s.%N > "$D/state/readyz"; }

# ---------------------------------------------------------------- PID 1 of the node (runs inside the namespaces)
node_init() {
  . "$D/conf/env"
  mount --make-rprivate /
  mount -t proc proc /proc
  mount -t tmpfs -o mode=755 tmpfs /run
  mkdir -p /run/lock /run/containerd "$D/kubelet" "$D/varlog"
  mount --bind "$D/kubelet" /var/lib/kubelet
  mount --bind "$D/varlog" /var/log
  # kubelet sets these for the whole machine unless they read as it wants them: let them
  local f v
  for f in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
    v=${f#*=}; f=${f%=*}; mkdir -p "/run/sys/$(dirname $f)"; echo "$v" > "/run/sys/$f"; mount --bind "/run/sys/$f" "/proc/sys/$f"; done
  mount --make-rshared /
  hostname "$NODE" 2>/dev/null || true
  ip link set lo up
  echo 1 > /proc/sys/net/ipv4/ip_forward
  echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null || true
  cat < "$D/pid/go" > /dev/null            # blocks until the host has moved the veth in
  ip addr add "$NODE_IP/30" dev eth0 && ip link set eth0 up && ip route add default via "$HOST_IP"
  start_etcd
  start containerd containerd --config "$D/conf/containerd.toml"
  API_AS=(setpriv --regid "$API_GID" --clear-groups); start_apiserver
  ( for t in "$IMAGES"/*.tar; do [ -e "$t" ] || continue
      until [ -S /run/containerd/containerd.sock ]; do sleep 0.1; done
      ctr -n k8s.io images import "$t"; done; touch "$D/state/images" ) > "$D/log/images.log" 2>&1 &
  wait_readyz
  start_kcm
  start_scheduler
  until [ -S /run/containerd/containerd.sock ]; do sleep 0.1; done
  start kubelet "$BIN/kubelet" --config="$D/conf/kubelet.yaml" --kubeconfig="$D/conf/kubelet.kubeconfig" --hostname-override="$NODE" --node-ip="$NODE_IP"
  start kube-proxy "$BIN/kube-proxy" --config="$D/conf/proxy.yaml"
  "$BIN/kubectl" --kubeconfig "$D/admin.kubeconfig" apply --server-side -f "$D/conf/addons.yaml" > "$D/log/addons.log" 2>&1
  start coredns "$BIN/coredns" -conf "$D/conf/Corefile"
  touch "$D/state/started"
  while :; do wait -n 2>/dev/null || sleep 0.5; done       # reap whatever is handed to PID 1
}

# ---------------------------------------------------------------- commands
wait_for() { # WHAT COMMAND...: until it succeeds, while the process in $WATCH lives
  local what=$1; shift
  until "$@" > /dev/null 2>&1; do
    alive "$WATCH" || { echo "died: see $D/log" >&2; exit 1; }
    [ $SECONDS -lt $deadline ] || { echo "timed out waiting for $what: see $D/log" >&2; exit 1; }; sleep 0.1; done
  say "$what: $(echo "$(date +%s.%N) $t0" | awk '{printf "%.1f s", $1 - $2}')"
}
free_port() { local p; for p in $(shuf -i 20000-32000 -n 50); do (exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null || { echo "$p"; return; }; done; }
# The control plane alone, unprivileged, on the loopback interface: no node, so no pod ever runs.
up_control_plane() {
  ! alive "$D/pid/kube-apiserver.inner" || { say "already up: $D"; return 0; }
  t0=$(date +%s.%N); deadline=$((SECONDS + ${UP_TIMEOUT:-180})); WATCH=$D/pid/kube-apiserver.inner
  mkdir -p "$D"/{pid,log,conf,state,etcd}; chmod 700 "$D/etcd"; rm -f "$D"/state/* "$D"/pid/*
  [ -s "$D/conf/env" ] || printf 'MODE=control-plane\nNODE_IP=127.0.0.1\nAPI_PORT=%s\nETCD_PORT=%s\nPEER_PORT=%s\n' "$(free_port)" "$(free_port)" "$(free_port)" > "$D/conf/env"
  . "$D/conf/env"
  [ -s "$D/pki/admin.crt" ] || pki
  start_etcd; start_apiserver --bind-address=127.0.0.1 --endpoint-reconciler-type=none
  wait_for readyz "$BIN/kubectl" --kubeconfig "$D/admin.kubeconfig" get --raw /readyz
  start_kcm --secure-port=0; start_scheduler --secure-port=0
  wait_for "default service account" "$BIN/kubectl" --kubeconfig "$D/admin.kubeconfig" get -n default serviceaccount default
  say "up (control plane only): export KUBECONFIG=$D/admin.kubeconfig"
}
up() {
  ! alive "$D/pid/init" || { say "already up: $D"; return 0; }
  [ -x "$BIN/k8sbox" ] || { echo "no $BIN/k8sbox: run prepare.sh first" >&2; exit 1; }
  for c in containerd runc ctr iptables conntrack nsenter openssl ip; do command -v $c > /dev/null || { echo "missing: $c" >&2; exit 1; }; done
  t0=$(date +%s.%N)
  mkdir -p "$D"/{pid,log,conf,state,etcd,containerd}; rm -f "$D"/state/* "$D"/pid/*
  mkdir -p /var/lib/kubelet        # an empty mount point; left behind, as removing it would unmount it in every other node
  exec 8< /var/lib/kubelet; flock 8   # one `up` at a time until the veth is there
  # a free /30 out of 172.31.0.0/16 and with it every name that must be unique on this host
  if [ -s "$D/conf/env" ]; then . "$D/conf/env"; else
    local n
    for n in $(seq 1 250); do ip -4 route show | grep -q "^172\.31\.$n\." || ip link show "k8sbox$n" > /dev/null 2>&1 || break; done
    N=$n; HOST_IP=172.31.$n.1; NODE_IP=172.31.$n.2; CGROUP=/k8sbox$n; VETH=k8sbox$n
    printf 'N=%s\nHOST_IP=%s\nNODE_IP=%s\nCGROUP=%s\nVETH=%s\nAPI_PORT=6443\nETCD_PORT=2379\nPEER_PORT=2380\n' "$N" "$HOST_IP" "$NODE_IP" "$CGROUP" "$VETH" > "$D/conf/env"; . "$D/conf/env"
  fi
  [ -s "$D/pki/admin.crt" ] || pki
  config
  # cgroup v1: the root cgroup kubelet is given must exist under every controller
  if [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then
    for c in /sys/fs/cgroup/*/; do [ -e "$c/cgroup.procs" ] && [ ! -e "$c/cgroup.controllers" ] && mkdir -p "$c$CGROUP"; done
    cs=/sys/fs/cgroup/cpuset; if [ -d $cs ]; then cat $cs/cpuset.cpus > $cs$CGROUP/cpuset.cpus; cat $cs/cpuset.mems > $cs$CGROUP/cpuset.mems; fi
  else mkdir -p "/sys/fs/cgroup$CGROUP"; fi
  rm -f "$D/pid/go"; mkfifo "$D/pid/go"
  BIN=$BIN IMAGES=$IMAGES setsid unshare --mount --net --pid --fork --kill-child=KILL --uts -- "$self" __init "$D/" < /dev/null > "$D/log/init.log" 2>&1 8<&- &
  echo $! > "$D/pid/unshare"
  if [ -n "${OWNER:-}" ]; then
    setsid bash -c 'tail --pid="$1" -f /dev/null; [ ! -d "$3" ] || { "$2" down "$3"; rm -rf "$3"; }' - "$OWNER" "$self" "$D" < /dev/null > /dev/null 2>&1 8<&- &
  fi
  for _ in $(seq 100); do p=$(pgrep -P "$(cat "$D/pid/unshare")" || true); [ -n "$p" ] && break; sleep 0.02; done
  [ -n "$p" ] || { echo "could not start the node's namespaces; see $D/log/init.log" >&2; exit 1; }
  echo "$p" > "$D/pid/init"
  ip link add "$VETH" type veth peer name eth0 netns "$p"
  ip addr add "$HOST_IP/30" dev "$VETH"; ip link set "$VETH" up
  exec 8<&-
  echo go > "$D/pid/go"
  local K=("$BIN/kubectl" --kubeconfig "$D/admin.kubeconfig")
  deadline=$((SECONDS + ${UP_TIMEOUT:-180})); WATCH=$D/pid/init
  wait_for readyz test -e "$D/state/readyz"
  wait_for "node ready" sh -c '[ "$("$@")" = True ]' - "${K[@]}" get node "$NODE" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}'
  wait_for "default service account" "${K[@]}" get -n default serviceaccount default
  wait_for "images imported" test -e "$D/state/images"
  wait_for "cluster DNS" innode bash -c 'exec 3<>/dev/tcp/127.0.0.1/8181' || true
  say "up: export KUBECONFIG=$D/admin.kubeconfig"
}
down() {
  [ ! -s "$D/conf/env" ] || . "$D/conf/env"
  if [ "${MODE:-}" = control-plane ]; then
    for f in "$D"/pid/*.inner; do
      if alive "$f"; then kill "$(cat "$f")" 2>/dev/null || true; fi; done
    for f in "$D"/pid/*.inner; do
      for _ in $(seq 50); do alive "$f" || break; sleep 0.1; done
      if alive "$f"; then kill -KILL "$(cat "$f")" 2>/dev/null || true; fi; done
    rm -f "$D"/pid/*; say "down: $D"; return 0
  fi
  [ -e "$D/pid/unshare" ] || { say "not up: $D"; return 0; }   # its names may be another cluster's by now
  for p in init unshare; do
    if alive "$D/pid/$p"; then kill -KILL "$(cat "$D/pid/$p")" 2>/dev/null || true; fi
  done
  for _ in $(seq 100); do alive "$D/pid/init" || alive "$D/pid/unshare" || break; sleep 0.05; done
  [ -z "${VETH:-}" ] || ip link del "$VETH" 2>/dev/null || true
  if [ -n "${CGROUP:-}" ]; then for _ in $(seq 40); do
      find /sys/fs/cgroup/*"$CGROUP" /sys/fs/cgroup"$CGROUP" -depth -type d -exec rmdir {} + 2>/dev/null || true
      compgen -G "/sys/fs/cgroup/*$CGROUP" > /dev/null || [ -d "/sys/fs/cgroup$CGROUP" ] || break; sleep 0.1; done; fi
  rm -f "$D"/pid/*
  say "down: $D"
}
case $cmd in
  up) if [ "${CONTROL_PLANE_ONLY:-}" = 1 ]; then up_control_plane; else up; fi ;;
  down) down ;;
  __init) node_init ;;
  exec) innode "$@" ;;
  status) . "$D/conf/env"; [ "${MODE:-}" != control-plane ] || innode() { "$@"; }
    for f in "$D"/pid/*.inner; do n=$(basename "$f" .inner); innode sh -c 'p=$1; if [ -d /proc/$p ]; then awk -v n=$2 -v p=$p "/^(Rss|Pss|Private_Dirty|Anonymous):/{v[\$1]=\$2/1024} END{printf \"%-24s pid %-6s RSS %4.0f  PSS %4.0f  anonymous %4.0f MiB\\n\", n, p, v[\"Rss:\"], v[\"Pss:\"], v[\"Anonymous:\"]}" /proc/$p/smaps_rollup; else echo "$2 DEAD"; fi' - "$(cat "$f")" "$n"; done ;;
  *) usage ;;
esac
