#!/usr/bin/env bash
# What every session on a demo machine runs: its own home and name, then the command that was asked for, or a shell.
# usage: login.sh NAME HOME
export HOME=$2 HOSTNAME=$1 DEMO_MACHINE=$1 HISTFILE=$2/.bash_history SHELL=/bin/bash LANG=${LANG:-C.UTF-8}
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
cd "$HOME" || exit 1
command=${SSH_ORIGINAL_COMMAND:-} SHLVL=0
unset SSH_ORIGINAL_COMMAND MAIL OLDPWD
if [ -n "$command" ]; then
  exec /bin/bash -c "$command"
fi
cat "$HOME/.motd"
exec /bin/bash --rcfile "$HOME/.bashrc" -i
