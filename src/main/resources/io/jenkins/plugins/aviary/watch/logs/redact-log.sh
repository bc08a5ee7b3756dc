# Prints the log $1 with everything hidden that must not leave this host: password hashes, tokens, e-mail addresses and
# network addresses. With $2 = start only what came since the server last began. Compressed where gzip is installed.
LC_ALL=C
export LC_ALL
[ -f "$1" ] || { echo "there is no log $1" >&2; exit 1; }
from=1
if [ "$2" = start ]; then
    banner=$(grep -a -b -E ' - Version \[?[0-9]' -- "$1" | tail -n 1)
    from=$((${banner%%:*} + 1))
fi
if command -v gzip >/dev/null 2>&1; then pack() { gzip -1 -c; }; else pack() { cat; }; fi
tail -c "+$from" -- "$1" | sed -E \
    -e '/:\/\//s#(https?://[^ /]+/api/webhooks/)[^ "'\'']+#\1<token>#g' \
    -e '/:\/\//s#(://)[^ /@:]+:[^ /@]+@#\1<secret>@#g' \
    -e '/[=:]/s#([Pp][Aa][Ss][Ss][Ww][Oo][Rr][Dd]|[Pp][Aa][Ss][Ss][Ww][Dd]|[Mm][Yy][Ss][Qq][Ll][Pp][Aa][Ss][Ss]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Tt][Oo][Kk][Ee][Nn]|[Aa][Pp][Ii][_-]?[Kk][Ee][Yy]|[Aa]uthorization|[Ss]ession[_-]?[Kk]ey)([ ]*[=:] *([Bb]earer )?)("[^"]*"|'\''[^'\'']*'\''|[^ ,;'\''"]+)#\1\2<secret>#g' \
    -e '/[$]/s#[$](argon2(id|i|d)|2[abxy]|5|6|y)[$][A-Za-z0-9./+=,$]+#<hash>#g' \
    -e '/@/s#[A-Za-z0-9][A-Za-z0-9._%+-]*@([A-Za-z0-9][A-Za-z0-9-]*[.])+[A-Za-z]{2,24}#<email>#g' \
    -e '/eyJ/s#eyJ[A-Za-z0-9_-]{5,}[.][A-Za-z0-9_-]{5,}([.][A-Za-z0-9_-]*)?#<token>#g' \
    -e 's#(^|[^A-Za-z0-9])[0-9a-fA-F]{32,}#\1<hash>#g' \
    -e 's#(^|[^A-Za-z0-9_/.+-])[A-Za-z0-9][A-Za-z0-9_+-]{39,}={0,2}#\1<token>#g' \
    -e '/[0-9][.][0-9]/{' \
    -e 's#(^|[^0-9.])127[.]([0-9]{1,3})[.]([0-9]{1,3})[.]([0-9]{1,3})#\1127_\2_\3_\4#g' \
    -e 's#(^|[^0-9.])0[.]0[.]0[.]0#\10_0_0_0#g' \
    -e 's#(^|[^0-9.])([0-9]{1,3}[.]){3}[0-9]{1,3}#\1<address>#g' \
    -e 's#(^|[^0-9.])127_([0-9]{1,3})_([0-9]{1,3})_([0-9]{1,3})#\1127.\2.\3.\4#g' \
    -e 's#(^|[^0-9.])0_0_0_0#\10.0.0.0#g' \
    -e '}' \
    -e '/:[^ ]*:/{' \
    -e 's#(^|[^A-Za-z0-9_:])([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}#\1<address>#g' \
    -e 's#(^|[^A-Za-z0-9_:])([0-9a-fA-F]{1,4}:){2,6}(:[0-9a-fA-F]{1,4}){1,5}#\1<address>#g' \
    -e 's#(^|[^A-Za-z0-9_:])([0-9a-fA-F]*[0-9][0-9a-fA-F]*:)(:[0-9a-fA-F]{1,4}){1,6}#\1<address>#g' \
    -e '}' | pack
