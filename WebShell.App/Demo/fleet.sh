#!/usr/bin/env bash
# Runs the demo fleet's SSH servers until standard input ends: that is when the portal is gone, however it went.
# Then every process of the fleet ends, shells and what was started in them included.
# usage: fleet.sh MARK SSHD FOLDER...   (a machine is named like its folder; MARK is in the environment of its sessions)
set -u
# Jobs get their own process groups and keep their signals; without it Ctrl+C would do nothing in the shells.
set -m
mark=$1 sshd=$2
shift 2
isolate=(unshare --uts --pid --fork --kill-child --mount-proc --)

# With a name and a process table of its own a machine feels like one. It needs root and is not possible everywhere.
can_isolate() {
  [ "$(id -u)" = 0 ] && "${isolate[@]}" hostname check
}

start() {
  local folder=$1 name=${1##*/}
  if [ "$isolated" = yes ]; then
    "${isolate[@]}" sh -c 'hostname "$1" && shift && exec "$@"' sh "$name" "$sshd" -D -f "$folder/sshd_config" -E "$folder/sshd.log" &
  else
    "$sshd" -D -f "$folder/sshd_config" -E "$folder/sshd.log" &
  fi
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
isolated=no
can_isolate && isolated=yes
trap end EXIT
for folder; do
  start "$folder" < /dev/null
done
read -r _
