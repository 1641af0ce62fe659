#!/usr/bin/env bash
# Runs the demo fleet's SSH servers until standard input ends: that is when the portal is gone, however it went.
# Then every process of the fleet ends, shells and what was started in them included.
# usage: fleet.sh MARK SSHD FOLDER...   (a machine is named like its folder; MARK is in the environment of its sessions)
set -u
# Jobs get their own process groups and keep their signals; without it Ctrl+C would do nothing in the shells.
set -m
mark=$1 sshd=$2
shift 2
# With a name and a process table of its own a machine feels like one. It needs root and is not possible everywhere.
isolate=(unshare --uts --pid --fork --kill-child --mount-proc)
with_name='hostname "$1" && shift && exec "$@"'
# Without iproute2 the kernel's own files do it, where a view of the new network can be had.
loopback_up='mount -t sysfs sysfs /sys && echo 0x9 > /sys/class/net/lo/flags || ip link set lo up'

can_isolate() {
  [ "$(id -u)" = 0 ] && "${isolate[@]}" hostname check
}

can_hide() {
  [ "$isolated" = yes ] && perl -MSocket -e 1 && "${isolate[@]}" --net sh -c "$loopback_up"
}

# Replaces the calling subshell, so that its process is the one to look for.
become() {
  local name=$1
  shift
  [ "$isolated" = yes ] || exec "$@"
  exec "${isolate[@]}" sh -c "$with_name" sh "$name" "$@"
}

start() {
  become "${1##*/}" "$sshd" -D -f "$1/sshd_config" -E "$1/sshd.log" &
}

# A machine behind another one has a network of its own with nothing in it but the two of them: the other one's door is outside, and
# its sessions are inside. Their network ends with them, and nothing of this computer's is changed.
start_hidden() {
  local folder=$1 gate=$2 port own key try
  own=$(readlink /proc/$$/ns/net)
  exec "${isolate[@]}" --net sh -c "($loopback_up) && $with_name" sh "${folder##*/}" "$sshd" -D -f "$folder/sshd_config" -E "$folder/sshd.log" &
  hidden=$!
  for try in {1..200}; do
    [ "$(readlink "/proc/$hidden/ns/net")" = "$own" ] || break
    sleep 0.02
  done
  while read -r key port _; do
    [ "$key" != Port ] || break
  done < "$gate/sshd_config"
  exec 9< "/proc/$hidden/ns/net"
  become "${gate##*/}" perl "${BASH_SOURCE[0]%/*}/listen.pl" "$port" nsenter --net=/proc/self/fd/9 "$sshd" -i -f "$gate/sshd_config" -E "$gate/sshd.log" &
  exec 9<&-
}

parents() {
  local file key value
  for file in /proc/[0-9]*/status; do
    while read -r key value _; do
      if [ "$key" = PPid: ]; then
        printf '%s %s\n' "${file//[!0-9]/}" "$value"
        break
      fi
    done < "$file"
  done
}

descendants() {
  local family=" $$ " grown=yes pid parent all
  all=$(parents)
  while [ $grown = yes ]; do
    grown=no
    while read -r pid parent; do
      if [[ $family == *" $parent "* && $family != *" $pid "* ]]; then
        family+="$pid "
        grown=yes
      fi
    done <<< "$all"
  done
  printf '%s\n' "${family/ $$ / }"
}

# What left the family (nohup, setsid) still has the mark.
marked() {
  grep -lszF "WEBSHELL_FLEET=$mark" /proc/[0-9]*/environ | tr -c '0-9\n' ' '
}

end() {
  local round victims
  for round in 1 2 3 4 5; do
    victims="$(descendants) $(marked)"
    # shellcheck disable=SC2086
    kill -KILL $victims || return 0
    sleep 0.05
  done
}

exec 2> /dev/null
isolated=no gates=
can_isolate && isolated=yes
trap end EXIT
for folder; do
  behind=$(sed -n 's/^# Behind \([^:]*\):.*/\1/p' "$folder/sshd_config")
  if [ -n "$behind" ] && can_hide; then
    start_hidden "$folder" "${folder%/*}/$behind" < /dev/null
    gates+=" $behind "
  elif [ -n "$behind" ]; then
    start "$folder" < /dev/null
  fi
done
for folder; do
  [[ $gates == *" ${folder##*/} "* ]] || grep -q '^# Behind ' "$folder/sshd_config" || start "$folder" < /dev/null
done
read -r _
