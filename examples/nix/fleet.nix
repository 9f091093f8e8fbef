# The public trees of a folder of clusters, each with its cluster.toml and its committed out/public:
#
#   nix-build examples/nix/fleet.nix --arg root ./clusters
{ root
, kubemint ? (import <nixpkgs> { }).callPackage ./kubemint.nix { }
, system ? builtins.currentSystem
}:
(import ./lib.nix).fleet { inherit kubemint root system; }
