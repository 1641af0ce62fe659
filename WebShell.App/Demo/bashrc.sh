# A demo machine's ~/.bashrc. It was written once; change it as you like.
case $DEMO_MACHINE in
  web-*) colour=32 ;;
  db-*) colour=35 ;;
  *) colour=36 ;;
esac
PS1="\[\e[1;${colour}m\]\u@${DEMO_MACHINE}\[\e[0m\]:\[\e[1;34m\]\w\[\e[0m\]\\$ "
unset colour
shopt -s checkwinsize histappend
alias ls='ls --color=auto' ll='ls -lA' grep='grep --color=auto'
