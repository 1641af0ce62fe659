# What ./run, ./test and .ci/run need from the machine. Sourced; needs $me, the name to put before messages.

say() { printf '%s: %s\n' "$me" "$*" >&2; }
fail() {
  say "$@"
  exit 1
}

need_sdk() {
  command -v dotnet > /dev/null || fail "the .NET SDK 10 or newer is needed: install the package dotnet-sdk-10.0 (https://dotnet.microsoft.com/download)."
  dotnet --list-sdks | grep -qE '^[1-9][0-9]+\.' || fail "the .NET SDK 10 or newer is needed, and here are only: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ')."
}

need_node() {
  local version
  version=$(node --version 2> /dev/null) || fail "Node.js 20 or newer is needed: install the packages nodejs and npm (https://nodejs.org)."
  version=${version#v}
  [ "${version%%.*}" -ge 20 ] || fail "Node.js 20 or newer is needed, and here is $version (https://nodejs.org)."
  command -v npm > /dev/null || fail "npm is needed beside Node.js: install the package npm."
}

has_program() { [ -n "$(PATH=$PATH:/usr/sbin:/sbin command -v "$1")" ]; }

has_package() {
  case $1 in
    libssh-4) compgen -G '/usr/lib/*/libssh.so.4' > /dev/null || compgen -G '/usr/lib*/libssh.so.4' > /dev/null ;;
    openssh-server) has_program sshd ;;
    openssh-client) has_program ssh && has_program ssh-keygen ;;
    dropbear-bin) has_program dropbear ;;
    procps) has_program top ;;
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || has_program initdb ;;
    *) has_program "$1" ;;
  esac
}

# Installs what is missing of the packages named, as root or by sudo without a password; else says in one line what to install.
need_packages() {
  local package missing=() as_root=()
  for package; do
    has_package "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    as_root=(sudo -n)
    sudo -n true 2> /dev/null || fail "install what is missing first: sudo apt-get install ${missing[*]}"
  fi
  command -v apt-get > /dev/null || fail "install what is missing first; on Debian and Ubuntu it is called: ${missing[*]}"
  say "installing ${missing[*]}"
  install_packages "${missing[@]}" || fail "apt-get could not install ${missing[*]}; $log says why."
}

install_packages() {
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120)
  local policy=/usr/sbin/policy-rc.d own_policy=no done=0 units=() unit
  log=$(mktemp)
  # Only the programs are wanted: no SSH service and no database shall start on this machine, now or at the next boot.
  [[ " $* " != *" openssh-server "* ]] || units+=(ssh.service ssh.socket)
  [[ " $* " != *" tinysshd "* ]] || units+=(tinysshd.socket)
  [[ " $* " != *" postgresql "* ]] || units+=(postgresql.service)
  if [[ ${#units[@]} -gt 0 && ! -e $policy ]]; then
    own_policy=yes
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" > /dev/null
    "${as_root[@]}" chmod +x "$policy"
  fi
  { "${apt[@]}" install -y --no-install-recommends "$@" || { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "$@"; }; } > "$log" 2>&1 < /dev/null || done=$?
  if [ $own_policy = yes ]; then
    "${as_root[@]}" rm -f "$policy"
    for unit in "${units[@]}"; do
      [ ! -d /run/systemd/system ] || "${as_root[@]}" systemctl disable --quiet "$unit" 2> /dev/null || true
    done
  fi
  [ $done = 0 ] && rm -f "$log"
  return $done
}

# Builds a project in Release; the compiler speaks only when it fails.
build() {
  local log
  log=$(mktemp)
  dotnet build "$1" -c Release -nologo -v quiet -clp:NoSummary > "$log" 2>&1 < /dev/null || {
    cat "$log" >&2
    rm -f "$log"
    fail "the build failed."
  }
  rm -f "$log"
}
