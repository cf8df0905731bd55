# SPDX-License-Identifier: MIT
#
# Completion of ragtop for fish. The program says what there is: its commands by `ragtop help`, the
# options of each by its --help, parameters and scenarios by the commands that list them.

function __ragtop_command
    set -l words (commandline -opc)
    if set -q words[2]; and not string match -q -- '-*' $words[2]
        echo $words[2]
    end
end

function __ragtop_words
    set -l words (commandline -opc)
    set -l program $words[1]
    set -l command (__ragtop_command)

    switch "$words[-1]"
        case --set
            $program params | awk '/^  [a-z]+\./ { print $1 "=" }'
            return
        case --over --map --uncertain
            $program params | awk '/^  [a-z]+\./ { print $1 }'
            return
        case --view
            printf '%s\n' cost scoreboard latency freshness knobs map sensitivity advisor flow log
            return
        case --price-book
            printf '%s\n' s0 s1 s2 s3 s4 current none
            return
        case --layout
            printf '%s\n' full focus talk
        case --theme
            printf '%s\n' dark light terminal mono
            return
    end
    set -l help dashboard
    test -n "$command"; and set help $command
    $program $help --help | awk '{ for (i = 1; i <= 2; i++) { sub(/,$/, "", $i)
        if ($i ~ /^--[a-z-]+$/) print $i } }'
    switch "$command"
        case ''
            $program help | awk '/^  [a-z]/ && NF > 1 { print $1 }'
            $program scenarios 2>/dev/null | awk '/^[a-z0-9]/ { print $1 }'
        case params
            $program params | awk '/^  [a-z]+\./ { print $1 }'
        case dashboard run advise picture report scenarios breakeven sensitivity why compare
            $program scenarios 2>/dev/null | awk '/^[a-z0-9]/ { print $1 }'
    end
end

complete -c ragtop -a '(__ragtop_words)'
