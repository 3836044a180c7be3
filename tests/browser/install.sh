#!/bin/sh
# Make sure that there is a Chromium for the browser tests; say what to do where it can't be done.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
install="apt-get install -y -qq --no-install-recommends chromium"
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        as=""
    elif sudo -n true 2>/dev/null; then
        as="sudo"
    else
        echo "The browser tests need Chromium: run 'sudo $install', then try again." >&2
        exit 1
    fi
    echo "Installing Chromium for the browser tests ..."
    export DEBIAN_FRONTEND=noninteractive
    $as apt-get update -qq && $as $install >/dev/null && exit 0
fi
echo "The browser tests need Chromium: install it so that 'chromium' is found, then try again." >&2
exit 1
