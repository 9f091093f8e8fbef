//! Addresses, networks, endpoints and SANs written as some other program or format writes them.

use crate::{Mistake, answers, mistake};

pub(crate) const MISTAKES: &[Mistake] = &[
    mistake(
        "endpoint url",
        r#""192.168.56.101:6443""#,
        r#""https://192.168.56.101:6443""#,
        r#"write "192.168.56.101:6443""#,
    ),
    mistake(
        "endpoint no port",
        r#""192.168.56.101:6443""#,
        r#""192.168.56.101""#,
        "such as 192.168.56.101:6443",
    ),
    mistake("endpoint port 0", r#""192.168.56.101:6443""#, r#""192.168.56.101:0""#, "1 to 65535"),
    mistake(
        "endpoint path",
        r#""192.168.56.101:6443""#,
        r#""api.example.com:6443/""#,
        "leave out what follows the port 6443",
    ),
    mistake(
        "endpoint wildcard",
        r#""192.168.56.101:6443""#,
        r#""*.example.com:6443""#,
        "clients dial one name",
    ),
    mistake(
        "endpoint upper",
        r#""192.168.56.101:6443""#,
        r#""API.example.com:6443""#,
        r#"write "api.example.com""#,
    ),
    mistake("host bits", r#""10.254.0.0/16""#, r#""10.254.0.1/16""#, "write 10.254.0.0/16"),
    mistake("no mask", r#""10.254.0.0/16""#, r#""10.254.0.0""#, r#"such as "10.254.0.0/16""#),
    mistake("netmask", r#""10.254.0.0/16""#, r#""10.254.0.0/255.255.0.0""#, r#""10.254.0.0/16""#),
    mistake(
        "cidr list str",
        r#""10.254.0.0/16""#,
        r#""10.254.0.0/16,fd00::/108""#,
        r#"["10.254.0.0/16", "fd00::/108"]"#,
    ),
    mistake(
        "hostname addr",
        r#"address = "192.168.56.111""#,
        r#"address = "worker-1.example.com""#,
        "write the address and no name",
    ),
    mistake(
        "addr cidr",
        r#"address = "192.168.56.111""#,
        r#"address = "192.168.56.111/24""#,
        r#"write "192.168.56.111""#,
    ),
    mistake(
        "addr port",
        r#"address = "192.168.56.111""#,
        r#"address = "192.168.56.111:22""#,
        r#"write "192.168.56.111""#,
    ),
    mistake(
        "addr space",
        r#"address = "192.168.56.111""#,
        r#"address = " 192.168.56.111""#,
        r#"write "192.168.56.111""#,
    ),
    mistake(
        "addr octet",
        r#"address = "192.168.56.111""#,
        r#"address = "192.168.56.1111""#,
        "four numbers from 0 to 255",
    ),
    mistake("addr int", r#"address = "192.168.56.111""#, "address = 192", "in double quotes"),
    mistake(
        "leading zero",
        r#"address = "192.168.56.111""#,
        r#"address = "192.168.056.111""#,
        r#"write "192.168.56.111""#,
    ),
    mistake(
        "fullwidth colon",
        r#""192.168.56.101:6443""#,
        r#""192.168.56.101：6443""#,
        r#"write the ASCII one: "192.168.56.101:6443""#,
    ),
    mistake(
        "san url",
        "[pki]",
        r#"[apiserver]
extra_sans = ["https://api.example.com"]
[pki]"#,
        r#"write "api.example.com""#,
    ),
    mistake(
        "san port",
        "[pki]",
        r#"[apiserver]
extra_sans = ["api.example.com:6443"]
[pki]"#,
        r#"write "api.example.com""#,
    ),
    mistake(
        "san cidr",
        "[pki]",
        r#"[apiserver]
extra_sans = ["10.0.0.0/8"]
[pki]"#,
        "a certificate has no ranges",
    ),
    mistake(
        "san string",
        "[pki]",
        r#"[apiserver]
extra_sans = "api.example.com"
[pki]"#,
        r#"put it in brackets: ["api.example.com"]"#,
    ),
    mistake(
        "san comma",
        "[pki]",
        r#"[apiserver]
extra_sans = ["a.example.com,b.example.com"]
[pki]"#,
        r#""a.example.com", "b.example.com""#,
    ),
    mistake(
        "san wildcard in the middle",
        "[pki]",
        r#"[apiserver]
extra_sans = ["a.*.example.com"]
[pki]"#,
        "a wildcard is the whole first label",
    ),
    mistake(
        "san wildcard alone",
        "[pki]",
        r#"[apiserver]
extra_sans = ["*"]
[pki]"#,
        "a wildcard is the whole first label",
    ),
    mistake(
        "san wildcard of a part",
        "[pki]",
        r#"[apiserver]
extra_sans = ["*api.example.com"]
[pki]"#,
        "a wildcard is the whole first label",
    ),
    mistake(
        "san wildcard of a top-level domain",
        "[pki]",
        r#"[apiserver]
extra_sans = ["*.com"]
[pki]"#,
        "two labels or more",
    ),
    mistake(
        "san as OpenSSL writes it",
        "[pki]",
        r#"[apiserver]
extra_sans = ["DNS:a.example.com"]
[pki]"#,
        r#"write "a.example.com""#,
    ),
    mistake(
        "an endpoint of IPv6 without brackets",
        r#""192.168.56.101:6443""#,
        r#""fd00::5:6443""#,
        "[fd00::5]:6443",
    ),
];

#[test]
fn each_is_answered_with_what_to_write() {
    answers("addresses", MISTAKES);
}
