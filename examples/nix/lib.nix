# The public half of a cluster's tree as a store path.
#
# Anyone on the machine can read the store, so nothing secret may come into it: a build sees cluster.toml and the committed
# public half, and no seed. `render --locked` takes certificates from there and renders everything else.
rec {
  # publicTree { kubemint, root, … }: a derivation whose output is a tree with its public half.
  #
  #   kubemint   a path with bin/kubemint in it: a package, or a program that was built elsewhere
  #   root       the folder that the files below lie in, such as ./.
  #   config     cluster.toml, as a path below root
  #   committed  the committed tree, as a path below root; only its `public` is read
  #   also       the files that cluster.toml names, such as its audit policy_file, as paths below root
  publicTree =
    { kubemint
    , root
    , config ? "cluster.toml"
    , committed ? "out"
    , also ? [ ]
    , name ? "kubernetes-public-tree"
    , system ? builtins.currentSystem
    }:
    let
      source = fileSet { inherit root; name = "${name}-source"; files = [ config "${committed}/public" ] ++ also; };
    in
    # kubemint is its own builder: it needs no shell and no other program.
    derivation {
      inherit name system;
      builder = "${kubemint}/bin/kubemint";
      args = [
        "render"
        "--locked"
        "--config"
        "${source}/${config}"
        "--from"
        "${source}/${committed}"
        "--out"
        (placeholder "out")
      ];
    };

  # fleet { kubemint, root, … }: publicTree for each folder of root that has a cluster.toml, by the folder's name. One
  # derivation a cluster: Nix builds them side by side and on other machines, and only those that changed.
  fleet =
    { kubemint, root, system ? builtins.currentSystem }:
    let
      entries = builtins.readDir root;
      isCluster = folder: entries.${folder} == "directory" && builtins.pathExists (root + "/${folder}/cluster.toml");
      clusters = builtins.filter isCluster (builtins.attrNames entries);
      tree = folder: publicTree { inherit kubemint system; root = root + "/${folder}"; name = "${folder}-public-tree"; };
    in
    builtins.listToAttrs (map (folder: { name = folder; value = tree folder; }) clusters);

  # These files and folders below root and no others, in the store. What is not named is not even looked at.
  fileSet =
    { name, root, files }:
    let
      hasPrefix = prefix: text: builtins.substring 0 (builtins.stringLength prefix) text == prefix;
      below = path:
        let start = builtins.stringLength (toString root) + 1;
        in builtins.substring start (builtins.stringLength path) path;
      # A file that is named, something in a folder that is named, or a folder that leads to one.
      wants = path: file: path == file || hasPrefix "${file}/" path || hasPrefix "${path}/" file;
      isWanted = path: _: builtins.any (wants (below (toString path))) files;
    in
    builtins.path { inherit name; path = root; filter = isWanted; };
}
