# Unpacks the archive on standard input into .aviary/incoming/$2 of the world folder $1.
umask 022
cd -P -- "$1" && mkdir -p ".aviary/incoming/$2" && exec tar -x -p -m --no-same-owner -f - -C ".aviary/incoming/$2"
