# The public tree of examples/ha:
#
#   nix-build examples/nix                                            kubemint comes from kubemint.nix, so from nixpkgs
#   nix-build examples/nix --arg kubemint /opt/kubemint               a program that was built elsewhere: bin/kubemint in there
#   nix-build examples/nix --arg root ./. --argstr config cluster.toml --argstr committed out        a cluster of yours
{ kubemint ? (import <nixpkgs> { }).callPackage ./kubemint.nix { }
, root ? ../..
, config ? "examples/ha/cluster.toml"
, committed ? "out"
, also ? [ ]
, system ? builtins.currentSystem
}:
(import ./lib.nix).publicTree { inherit kubemint root config committed also system; }
