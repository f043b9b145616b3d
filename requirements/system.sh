#!/usr/bin/env bash
# Installs Debian packages whose program is missing. usage: system.sh PROGRAM=PACKAGE ...
# PROGRAM is looked for on the PATH; one with a slash is a file pattern.
set -eu
missing=()
for pair in "$@"; do
  program=${pair%%=*} package=${pair#*=}
  case $program in
    */*) compgen -G "$program" >/dev/null && continue ;;
    *) command -v "$program" >/dev/null && continue ;;
  esac
  missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
echo "Missing on this machine: ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "This is not Debian or Ubuntu: install what gives these and run make again."; exit 1
fi
as=""
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Without sudo they must be installed by root: apt-get install ${missing[*]}"; exit 1
  fi
  as="sudo"
fi
echo "Installing with apt-get${as:+ (sudo may ask for your password)} …"
$as apt-get update -qq || echo "apt-get update failed; trying with the lists that are here."
DEBIAN_FRONTEND=noninteractive $as apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
  || { echo "Debian's packages could not be installed: ${missing[*]}. Is the network there?"; exit 1; }
