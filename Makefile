# SPDX-License-Identifier: MIT
#
# `make help` lists what can be made. Files are found by name, so a new one needs no line here:
#
#   src/main.c               the program; everything else under src/ is a library that tests link
#   tests/<dir>/test_*.c     one test program each; the other tests/<dir>/*.c are shared by them
#   tests/bench/*.c          one benchmark program each, but for lib_*.c, which they share
#   tests/fuzz/fuzz_*.c      one libFuzzer target each, seeds in tests/fuzz/seeds/<target>/
#   tests/oracle/*.cpp       programs around somebody else's implementation, to compare with ours
#
# MODE chooses the kind of build: release, debug, asan, tsan, cov, fuzz. Each has its own folder.

VERSION := 0.1.0

ifeq ($(origin CC),default)
CC := gcc
endif
MODE    ?= release
BUILD   ?= build$(if $(filter-out release,$(MODE)),/$(MODE))
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
WERROR  ?= -Werror

# What a mode adds after CFLAGS.
FLAGS_release :=
FLAGS_debug   := -O0 -g3
FLAGS_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
		 -fno-sanitize-recover=all
FLAGS_tsan    := -g -fno-omit-frame-pointer -fsanitize=thread
FLAGS_cov     := -O0 -g --coverage -fprofile-update=atomic
FLAGS_fuzz    := $(FLAGS_asan) -fsanitize=fuzzer-no-link
$(if $(filter undefined,$(origin FLAGS_$(MODE))),\
	$(error MODE is release, debug, asan, tsan, cov or fuzz, not '$(MODE)'))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wswitch-enum -Wstrict-prototypes \
	    -Wmissing-prototypes -Wvla -Wundef -Wformat=2 -Wwrite-strings -Wcast-qual \
	    $(WERROR)
# Text that is cut to its place is snprintf's job here; gcc would warn of it, clang knows no such
# warning.
GCC_ONLY := $(if $(findstring clang,$(shell $(CC) --version)),,-Wno-format-truncation)

# Contraction into fused multiply-add would make results depend on the CPU, so it stays off whatever
# CFLAGS say. NDEBUG is never defined: a broken invariant must stop a release, too.
# Nobody reads the errno of sqrt, which would cost it a branch.
REQUIRED := -std=c17 -ffp-contract=off -fno-math-errno -pthread -D_XOPEN_SOURCE=700 \
	    -D_DEFAULT_SOURCE -Iinclude -Isrc

PACKAGES      := ncursesw libcjson
TEST_PACKAGES := check vterm
# The -D of ncursesw's .pc file would set an older _XOPEN_SOURCE than ours.
package_cflags = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I $(1) 2>/dev/null))
package_libs   = $(shell pkg-config --libs $(1) 2>/dev/null)

COMPILE := $(CC) $(CPPFLAGS) $(CFLAGS) $(FLAGS_$(MODE)) $(REQUIRED) $(WARNINGS) $(GCC_ONLY) \
	   $(call package_cflags,$(PACKAGES))
LINK    := $(CC) $(CFLAGS) $(FLAGS_$(MODE)) -pthread $(LDFLAGS) -Wl,--as-needed
LIBS    := $(call package_libs,$(PACKAGES)) -lm
TEST_CFLAGS := -Itests $(call package_cflags,$(TEST_PACKAGES))
TEST_LIBS   := $(call package_libs,$(TEST_PACKAGES)) $(LIBS)

MAIN    := src/main.c
SOURCES := $(sort $(filter-out $(MAIN),$(wildcard src/*.c src/*/*.c src/*/*/*.c)))
TESTS   := $(sort $(wildcard tests/*/test_*.c))
BENCHES := $(sort $(filter-out tests/bench/lib_%,$(wildcard tests/bench/*.c)))
FUZZERS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
SUPPORT := $(sort $(filter-out $(TESTS) $(BENCHES) $(FUZZERS),$(wildcard tests/*.c tests/*/*.c)))

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

PROGRAM         := $(BUILD)/ragtop
LIBRARY         := $(BUILD)/libragtop.a
TEST_LIBRARY    := $(BUILD)/libtests.a
TEST_PROGRAMS   := $(TESTS:%.c=$(BUILD)/%)
BENCH_PROGRAMS  := $(BENCHES:tests/%.c=$(BUILD)/%)
FUZZ_PROGRAMS   := $(FUZZERS:%.c=$(BUILD)/%)
# Only where they can be built: they are C++ around the original of the random numbers.
CXX_FOUND       := $(shell command -v g++ 2>/dev/null || command -v clang++ 2>/dev/null)
HAVE_ORACLES    := $(and $(CXX_FOUND),$(wildcard /usr/include/pcg_random.hpp))
ORACLES         := $(if $(HAVE_ORACLES),$(wildcard tests/oracle/*.cpp))
ORACLE_PROGRAMS := $(ORACLES:%.cpp=$(BUILD)/%)
ALL_OBJECTS     := $(call objects,$(MAIN) $(SOURCES) $(TESTS) $(BENCHES) $(FUZZERS) $(SUPPORT))

MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: FORCE

# V=1 shows whole commands. Progress goes to stderr: stdout belongs to what `make run` prints.
Q   := $(if $(V),,@)
say  = @printf '  %-6s %s\n' '$(1)' '$(2)' >&2

##@ Build

.PHONY: all
all: $(PROGRAM) ## the program, build/ragtop (the default)

.PHONY: run
run: $(PROGRAM) ## opens the dashboard; prints the report when stdout is no terminal (ARGS="...")
	@$(PROGRAM) $(ARGS)

$(PROGRAM): $(call objects,$(MAIN)) $(LIBRARY)
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

$(LIBRARY): $(call objects,$(SOURCES))
$(TEST_LIBRARY): $(call objects,$(SUPPORT))
# Made anew, so that a source that went away is not remembered.
$(LIBRARY) $(TEST_LIBRARY): $(BUILD)/sources
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $(filter %.o,$^)

# The default scenario, price books and models live in the program, made into C by scripts/embed.
# Books are listed in this order.
CATALOGUE := $(sort $(filter-out %/current.json,$(wildcard catalogue/books/*.json))) \
	     catalogue/books/current.json \
	     $(sort $(wildcard catalogue/models/*.json))
SHIPPED   := $(sort $(wildcard scenarios/*.json))
EMBEDDED  := $(BUILD)/gen/default_scenario.c $(BUILD)/gen/catalogue.c $(BUILD)/gen/shipped.c \
	     $(BUILD)/gen/report_css.c $(BUILD)/gen/report_js.c
$(BUILD)/gen/default_scenario.c: scenarios/saas-support-bot.json scripts/embed
	$(call say,EMBED,$<)
	@mkdir -p $(@D)
	$(Q)scripts/embed io/default_scenario.h default_scenario_json $< >$@
$(BUILD)/gen/catalogue.c: $(CATALOGUE) scripts/embed $(BUILD)/catalogue
	$(call say,EMBED,catalogue)
	@mkdir -p $(@D)
	$(Q)scripts/embed --table io/catalogue.h catalogue_files $(CATALOGUE) >$@
$(BUILD)/gen/shipped.c: $(SHIPPED) scripts/embed $(BUILD)/shipped
	$(call say,EMBED,scenarios)
	@mkdir -p $(@D)
	$(Q)scripts/embed --table io/shipped_files.h shipped_files $(SHIPPED) >$@
$(BUILD)/gen/report_%.c: src/report/page.% scripts/embed
	$(call say,EMBED,$<)
	@mkdir -p $(@D)
	$(Q)scripts/embed report/assets.h report_$* $< >$@
EMBEDDED_OBJECTS := $(EMBEDDED:$(BUILD)/gen/%.c=$(BUILD)/obj/gen/%.o)
$(EMBEDDED_OBJECTS): $(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c $(BUILD)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<
$(LIBRARY): $(EMBEDDED_OBJECTS)

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(DEFINES) -MMD -MP -c -o $@ $<

$(call objects,$(TESTS) $(BENCHES) $(FUZZERS) $(SUPPORT)): DEFINES = $(TEST_CFLAGS)

# Version and data folder are known to the files that ask for them and no others, so that
# installing under another PREFIX does not compile everything again.
CONFIGURED := $(call objects,$(shell grep -lsE 'RAGTOP_(VERSION|DATADIR)' $(MAIN) $(SOURCES)))
CONFIG     := -DRAGTOP_VERSION='"$(VERSION)"' -DRAGTOP_DATADIR='"$(PREFIX)/share/ragtop"'
$(CONFIGURED): DEFINES = $(CONFIG)
$(CONFIGURED): $(BUILD)/config

# Files that change only when what they say changes: whatever depends on one is then made again.
quoted = '$(subst ','\'',$(1))'
define remember
	@mkdir -p $(@D)
	@printf '%s\n' $(call quoted,$(1)) | cmp -s - $@ || printf '%s\n' $(call quoted,$(1)) >$@
endef
$(BUILD)/flags: FORCE
	@pkg-config --print-errors --exists $(PACKAGES) || \
		{ echo 'make: libraries are missing, ./setup installs them' >&2; exit 1; }
	$(call remember,$(COMPILE) $(LINK) $(LIBS) $(TEST_CFLAGS))
$(BUILD)/config: FORCE
	$(call remember,$(CONFIG))
$(BUILD)/sources: FORCE
	$(call remember,$(SOURCES) $(SUPPORT))
$(BUILD)/catalogue: FORCE
	$(call remember,$(CATALOGUE))
$(BUILD)/shipped: FORCE
	$(call remember,$(SHIPPED))

##@ Check

# TSan slows a simulation down twentyfold, so under it run the tests of the threads, of whole
# programs and of signals, but for the few that run thousands of simulations on threads that others
# use, too. ONLY=ui/ runs the dashboard's, which wait for as many.
THREADED := $(foreach name,session/% cli/% pty/test_terminal,$(BUILD)/tests/$(name))
TOO_LONG := $(foreach name,breakeven claims hostile_files map picture plain sensitivity,\
	$(BUILD)/tests/cli/test_$(name))
RUNNABLE := $(if $(filter tsan,$(MODE)),\
	$(filter-out $(TOO_LONG),$(filter $(THREADED),$(TEST_PROGRAMS))),$(TEST_PROGRAMS))
SELECTED := $(if $(ONLY),\
	$(foreach test,$(TEST_PROGRAMS),$(if $(findstring $(ONLY),$(test)),$(test))),$(RUNNABLE))

.PHONY: test
test: $(PROGRAM) $(SELECTED) $(ORACLE_PROGRAMS) ## every test, or those named with ONLY=text
	@$(TEST_ENVIRONMENT) $(RUNNER) scripts/run-tests $(SELECTED)

TEST_ENVIRONMENT = RAGTOP_BIN='$(abspath $(PROGRAM))' RAGTOP_SRC='$(CURDIR)' \
		   RAGTOP_ORACLES='$(abspath $(BUILD)/tests/oracle)' $(ENVIRONMENT_$(MODE))
ENVIRONMENT_asan = ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 \
		   UBSAN_OPTIONS=print_stacktrace=1 $(SLOW)
ENVIRONMENT_tsan = TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 $(SLOW)
ENVIRONMENT_cov  = $(SLOW)
# Of the thousand random scenarios of tests/sim/test_properties the first 150.
SLOW             = TEST_TIMEOUT=1800 CK_TIMEOUT_MULTIPLIER=40 SCENARIO=0-149
# The sanitizers of these compilers do not find room where addresses are much randomised.
RUNNER = $(if $(filter asan tsan,$(MODE)),$(shell setarch -R true 2>/dev/null && echo setarch -R))

$(TEST_PROGRAMS) $(BENCH_PROGRAMS): $(BUILD)/%: $(TEST_LIBRARY) $(LIBRARY) | $(BUILD)/test-packages
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(TEST_LIBRARY) $(LIBRARY) $(TEST_LIBS)
$(TEST_PROGRAMS): $(BUILD)/%: $(BUILD)/obj/%.o
$(BENCH_PROGRAMS): $(BUILD)/%: $(BUILD)/obj/tests/%.o
$(call objects,$(TESTS) $(BENCHES) $(SUPPORT)): | $(BUILD)/test-packages

$(BUILD)/test-packages:
	@pkg-config --print-errors --exists $(TEST_PACKAGES) || \
		{ echo 'make: test libraries are missing, ./setup test installs them' >&2; exit 1; }
	@mkdir -p $(@D) && touch $@

$(ORACLE_PROGRAMS): $(BUILD)/%: %.cpp
	$(call say,CXX,$<)
	@mkdir -p $(@D)
	$(Q)$(CXX_FOUND) -O2 -o $@ $<

.PHONY: long
long: ## intervals over 2,000 seeds, every terminal, monkeys under ASan (takes an hour)
	@# libcheck cannot send to its parent how long a check took that takes more than 35 minutes
	@LONG=1 CK_FORK=no TEST_TIMEOUT=7200 $(MAKE) test ONLY=study/test_breakeven_cover
	@LONG=1 TEST_TIMEOUT=7200 $(MAKE) test ONLY=pty/test_matrix
	@LONG=1 $(MAKE) MODE=asan BUILD=$(BUILD)/asan SLOW='TEST_TIMEOUT=7200' test ONLY=test_monkey

.PHONY: check
check: lint ## lint, then test
	@$(MAKE) test

LINT := format style layers headers symbols docs model
.PHONY: lint $(LINT:%=check-%)
lint: $(LINT:%=check-%) ## layout, layers, headers, symbols, docs, model: what needs no running

check-format:
	@scripts/format --check
check-style:
	@scripts/check-style
check-layers:
	@scripts/check-layers
check-headers:
	@scripts/check-headers $(REQUIRED) $(WARNINGS) $(call package_cflags,$(PACKAGES))
check-symbols: $(LIBRARY)
	@scripts/check-symbols $(BUILD)/obj/src
check-docs: $(PROGRAM)
	@scripts/check-docs $(PROGRAM)
check-model:
	@scripts/check-model
	@scripts/test-check-model

.PHONY: check-digests
check-digests: ## the same bits from every compiler, on any number of threads (takes minutes)
	@scripts/check-digests

.PHONY: browser
browser: $(PROGRAM) ## the HTML report in a browser without a window, where one is installed
	@tests/browser/run $(PROGRAM)

.PHONY: sanitize
sanitize: ## every test under ASan and UBSan, then under TSan
	@$(MAKE) MODE=asan BUILD=$(BUILD)/asan test
	@$(MAKE) MODE=tsan BUILD=$(BUILD)/tsan test

.PHONY: fuzz fuzz-run
FUZZ_SECONDS ?= 20
fuzz: ## every fuzz target for FUZZ_SECONDS each (needs clang)
	@$(MAKE) MODE=fuzz BUILD=$(BUILD)/fuzz CC=clang fuzz-run
fuzz-run: $(FUZZ_PROGRAMS)
	@scripts/run-fuzzers $(FUZZ_SECONDS) $(FUZZ_PROGRAMS)

$(FUZZ_PROGRAMS): $(BUILD)/%: $(BUILD)/obj/%.o $(LIBRARY)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS)

.PHONY: cov
cov: ## lines and branches that the tests reach, by folder
	@find $(BUILD)/cov -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) MODE=cov BUILD=$(BUILD)/cov CC=gcc test
	@scripts/coverage $(BUILD)/cov

.PHONY: bench
bench: $(BENCH_PROGRAMS) $(PROGRAM) ## speed, as ratios to reference programs; never fails
	@scripts/machine $(CC) $(CFLAGS) $(FLAGS_$(MODE))
	@for program in $(BENCH_PROGRAMS); do \
		RAGTOP_BIN='$(abspath $(PROGRAM))' $$program || :; done

.PHONY: tidy
tidy: ## clang-tidy over src and tests
	@clang-tidy --quiet $(MAIN) $(SOURCES) $(TESTS) $(SUPPORT) -- \
		$(REQUIRED) $(TEST_CFLAGS) $(CONFIG) $(call package_cflags,$(PACKAGES)) \
		2>&1 | sed '/warnings* generated\.$$/d'

##@ Keep

.PHONY: format
format: ## lays all C files out as .clang-format says
	@scripts/format

.PHONY: docs
docs: $(PROGRAM) ## writes docs/PARAMETERS.md and the schema from the parameter table
	@scripts/check-docs --update $(PROGRAM)

.PHONY: pictures
pictures: $(PROGRAM) ## draws the pictures of docs/, see scripts/pictures
	@scripts/pictures $(PROGRAM)

.PHONY: install uninstall
bindir   := $(DESTDIR)$(PREFIX)/bin
datadir  := $(DESTDIR)$(PREFIX)/share/ragtop
docdir   := $(DESTDIR)$(PREFIX)/share/doc/ragtop
man1dir  := $(DESTDIR)$(PREFIX)/share/man/man1
bashdir  := $(DESTDIR)$(PREFIX)/share/bash-completion/completions
zshdir   := $(DESTDIR)$(PREFIX)/share/zsh/site-functions
fishdir  := $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
TRACES   := $(filter %.csv %.jsonl,$(wildcard scenarios/traces/* scenarios/traces/*/*))
COMPLETIONS := $(patsubst %,$(BUILD)/completions/%,bash zsh fish)
install: $(PROGRAM) $(BUILD)/ragtop.1 $(COMPLETIONS) ## everything, for DESTDIR and PREFIX
	install -D -m 755 $(PROGRAM) '$(bindir)/ragtop'
	install -d '$(datadir)/scenarios'
	install -m 644 $(wildcard scenarios/*.json) '$(datadir)/scenarios'
	for trace in $(TRACES); do install -D -m 644 $$trace '$(datadir)'/$$trace || exit 1; done
	install -D -m 644 README.md '$(docdir)/README.md'
	install -D -m 644 $(BUILD)/ragtop.1 '$(man1dir)/ragtop.1'
	install -D -m 644 $(BUILD)/completions/bash '$(bashdir)/ragtop'
	install -D -m 644 $(BUILD)/completions/zsh '$(zshdir)/_ragtop'
	install -D -m 644 $(BUILD)/completions/fish '$(fishdir)/ragtop.fish'

$(BUILD)/ragtop.1: $(PROGRAM) scripts/man
	$(call say,MAN,$@)
	$(Q)scripts/man $(PROGRAM) >$@

$(COMPLETIONS): $(BUILD)/completions/%: $(PROGRAM)
	@mkdir -p $(@D)
	$(Q)$(PROGRAM) completion $* >$@

uninstall: ## takes away what install put there
	rm -f '$(bindir)/ragtop' '$(man1dir)/ragtop.1'
	rm -f '$(bashdir)/ragtop' '$(zshdir)/_ragtop' '$(fishdir)/ragtop.fish'
	rm -rf '$(datadir)' '$(docdir)'

.PHONY: clean
clean: ## removes the folder of builds
	rm -rf $(BUILD)

.PHONY: help
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@printf '\nVariables: MODE=%s CC=%s CFLAGS="%s" BUILD=%s PREFIX=%s DESTDIR= ONLY= V=\n' \
		'$(MODE)' '$(CC)' '$(CFLAGS)' '$(BUILD)' '$(PREFIX)'

-include $(ALL_OBJECTS:.o=.d) $(EMBEDDED_OBJECTS:.o=.d)
