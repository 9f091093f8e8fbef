//! Errors about the user's own files on machines.

use super::explanation::{
    Example::{Lines, Text, WithFile},
    Explanation, error,
};

pub(super) static OWN_FILES: &[Explanation] = &[
    error(
        "overlay-directory",
        "The directory of an overlay cannot be read, is not a directory, or has no file.",
        Lines("[[overlay]]\ndirectory = \"machines\""),
        "Name the directory that stands for the root of the machines, beside cluster.toml or below it.",
    ),
    error(
        "overlay-file",
        "A file of an overlay cannot be laid over a machine: it is a link or a device, its name needs quotes, it is not text of at \
         most 1 MiB, or it has a secret, which would be in the public output.",
        WithFile(
            "[[overlay]]\ndirectory = \"machines\"",
            "machines/etc/wireguard/wg0.key",
            "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
        ),
        "Remove the file from the directory, or put regular public text in its place.",
    ),
    error(
        "overlay-path",
        "A file of an overlay would be where kubemint has a file of its own, or in a directory that is kubemint's or that the machine \
         makes anew at each boot.",
        WithFile(
            "[[overlay]]\ndirectory = \"machines\"",
            "machines/etc/systemd/system/kubelet.service",
            "[Service]\nExecStart=/usr/bin/kubelet\n",
        ),
        "Set what you need in cluster.toml, or add a drop-in such as etc/systemd/system/kubelet.service.d/20-own.conf.",
    ),
    error(
        "overlay-permissions",
        "The permissions of a file of an overlay name a file that its directory does not have, or an account that one of the \
         machines does not have.",
        WithFile(
            "[[overlay]]\ndirectory = \"machines\"\npermissions = { \"/etc/hosts\" = { mode = \"0600\" } }",
            "machines/etc/motd",
            "hello\n",
        ),
        "Write the path as it is on the machine, beginning with a slash, and owners that each of the machines has.",
    ),
    error(
        "overlay-restarts",
        "A component that `restarts` names runs on none of the machines that get the files.",
        WithFile(
            "[[overlay]]\ndirectory = \"machines\"\nnodes = [\"control-plane\"]\nrestarts = [\"kube-proxy\"]",
            "machines/etc/motd",
            "hello\n",
        ),
        "Take the component out, or name other nodes.",
    ),
    error(
        "overlay-size",
        "The overlays have more than 20,000 files or 128 MiB on all machines together.",
        Text("[[overlay]]\ndirectory = \"machines\""),
        "Install large files in another way, such as a package or the machine's image.",
    ),
    error(
        "duplicate-overlay",
        "Two overlays have a file at the same path of one machine.",
        WithFile(
            "[[overlay]]\ndirectory = \"machines\"\n\n[[overlay]]\ndirectory = \"machines\"\nnodes = [\"control-plane\"]",
            "machines/etc/motd",
            "hello\n",
        ),
        "Remove one of the two, or lay them over different nodes.",
    ),
    error(
        "node-selection",
        "`nodes` is empty, or names a node that the cluster does not have.",
        WithFile(
            "[[overlay]]\ndirectory = \"machines\"\nnodes = [\"worker-99\"]",
            "machines/etc/motd",
            "hello\n",
        ),
        "Take \"control-plane\", \"worker\" or the names of nodes; leave the key out for every node.",
    ),
    error(
        "overlay-template",
        "A template of an overlay is not one of Tera's, names a variable that there is not, or writes more than 1 MiB.",
        WithFile("[[overlay]]\ndirectory = \"machines\"", "machines/etc/issue.tera", "{{ node.hostname }}\n"),
        "Use what `cluster` and `node` have; `is defined` asks whether there is a variable.",
    ),
    error(
        "file-mode",
        "The mode of a file is not four octal digits, or lets others than its owner write it.",
        WithFile(
            "[[overlay]]\ndirectory = \"machines\"\npermissions = { \"/etc/motd\" = { mode = \"666\" } }",
            "machines/etc/motd",
            "hello\n",
        ),
        "Write a mode such as \"0600\".",
    ),
    error(
        "file-owner",
        "The owner of a file is neither root nor an account of [users], whose number is the same on every machine.",
        WithFile(
            "[[overlay]]\ndirectory = \"machines\"\npermissions = { \"/etc/motd\" = { owner = \"alice\" } }",
            "machines/etc/motd",
            "hello\n",
        ),
        "Leave the owner to root.",
    ),
];
