# A flake for the repository of a cluster, with cluster.toml and the committed out/public beside it:
#
#   nix build             the public tree, in result/public
#   nix flake check       the same, as a check: fails where cluster.toml asks for a certificate that is not committed
#
# Use it from a Git repository: then the store gets the files that Git tracks. `path:` would copy the folder with all that
# lies in it, the seed and out/secret included.
{
  description = "The public tree of a cluster";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  # Where kubemint's repository is.
  inputs.kubemint.url = "git+https://git.example.com/kubemint";
  inputs.kubemint.flake = false;

  outputs = { self, nixpkgs, kubemint }:
    let
      inherit (import "${kubemint}/examples/nix/lib.nix") publicTree;
      each = function: builtins.listToAttrs (map (system: { name = system; value = function system; }) systems);
      systems = [ "x86_64-linux" "aarch64-linux" ];
      program = system: nixpkgs.legacyPackages.${system}.callPackage "${kubemint}/examples/nix/kubemint.nix" { };
    in
    {
      packages = each (system: rec {
        kubemint = program system;
        default = publicTree { inherit kubemint system; root = ./.; };
      });
      checks = each (system: { public-tree = self.packages.${system}.default; });
    };
}
