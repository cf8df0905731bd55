# SPDX-License-Identifier: MIT
#
# Completion of ragtop for bash. The program says what there is: its commands by `ragtop help`, the
# options of each by its --help, parameters and scenarios by the commands that list them.

_ragtop_words() {
	local program=$1 command=$2 before=$3

	case $before in
	--set) "$program" params | awk '/^  [a-z]+\./ { print $1 "=" }' ;;
	--over | --map | --uncertain) "$program" params | awk '/^  [a-z]+\./ { print $1 }' ;;
	--view) printf '%s\n' cost scoreboard latency freshness knobs map sensitivity advisor flow log ;;
	--price-book) printf '%s\n' s0 s1 s2 s3 s4 current none ;;
	--theme) printf '%s\n' dark light terminal mono ;;
	--layout) printf '%s\n' full focus talk ;;
	--help | --version) ;;
	*)
		"$program" "${command:-dashboard}" --help |
			awk '{ for (i = 1; i <= 2; i++) { sub(/,$/, "", $i)
				if ($i ~ /^--[a-z-]+$/) print $i } }'
		case $command in
		"") "$program" help | awk '/^  [a-z]/ && NF > 1 { print $1 }' ;;
		params) "$program" params | awk '/^  [a-z]+\./ { print $1 }' ;;
		esac
		case $command in
		"" | dashboard | run | advise | picture | report | scenarios | breakeven | sensitivity | why | compare)
			"$program" scenarios 2>/dev/null | awk '/^[a-z0-9]/ { print $1 }'
			;;
		esac
		;;
	esac
}

_ragtop() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=

	[ "$COMP_CWORD" -gt 1 ] && [[ ${COMP_WORDS[1]} != -* ]] && command=${COMP_WORDS[1]}
	mapfile -t COMPREPLY < <(
		compgen -W "$(_ragtop_words "${COMP_WORDS[0]}" "$command" "$before" 2>/dev/null)" -- "$word"
		case $before in
		--set | --over | --map | --uncertain | --view | --price-book | --theme | --layout) ;;
		*) compgen -f -- "$word" ;;
		esac
	)
	[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
	return 0
}
complete -o filenames -F _ragtop ragtop
