# The tests on real Kubernetes; tests/conformance/README.md says what they need and do.
KUBERNETES ?= 1.37
RUNTIME ?= static-pod,systemd
FAILOVERS ?= 4
PATIENCE ?= 1
CONFORMANCE = cd tests/conformance && go run . -patience $(PATIENCE) $(if $(HOLD),-hold) $(if $(KUBEMINT),-kubemint $(abspath $(KUBEMINT)))

.PHONY: conformance conformance-failover conformance-negative fuzz

# One cluster for each runtime, every check: make conformance KUBERNETES=1.36 RUNTIME=systemd CHECKS=startup,etcd RECORD=1
conformance:
	$(CONFORMANCE) -kubernetes $(KUBERNETES) -runtime $(RUNTIME) -failovers $(FAILOVERS) -checks "$(CHECKS)" $(if $(RECORD),-record)

# Ten leaders are lost.
conformance-failover:
	$(CONFORMANCE) -kubernetes $(KUBERNETES) -runtime $(RUNTIME) -failovers 10 -checks "startup,nodes,leaders"

# Breaks the tree in one way after the other, and wants the suite to notice each.
conformance-negative:
	$(CONFORMANCE) -kubernetes $(KUBERNETES) -negative "$(if $(BREAKS),$(BREAKS),all)" $(if $(RECORD),-record)

# Every parser, five minutes each: make fuzz SECONDS_EACH=60 TARGETS="lock index"
fuzz:
	SECONDS_EACH=$(or $(SECONDS_EACH),300) fuzz/run $(TARGETS)
