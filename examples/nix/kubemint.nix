# kubemint itself, from its Cargo.lock, for nixpkgs' callPackage.
{ lib, rustPlatform }:
let
  root = ../..;
  manifest = builtins.fromTOML (builtins.readFile (root + "/Cargo.toml"));
in
rustPlatform.buildRustPackage {
  pname = manifest.package.name;
  version = manifest.package.version;
  src = (import ./lib.nix).fileSet {
    name = "kubemint-source";
    inherit root;
    files = [ "Cargo.toml" "Cargo.lock" "src" "derive" "templates" "benches" ];
  };
  # Each crate is fetched by its checksum in Cargo.lock: no other hash to keep.
  cargoLock.lockFile = root + "/Cargo.lock";
  # The tests need the golden trees and minutes; .ci/run has run them.
  doCheck = false;
  meta = {
    description = manifest.package.description;
    license = lib.licenses.asl20;
    mainProgram = "kubemint";
  };
}
