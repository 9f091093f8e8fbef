package negative

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"

	"kubemint/conformance/cluster"
	"kubemint/conformance/foreign"
)

const pki = "etc/kubernetes/pki/"

var foreignServiceAccountKey = Break{
	Name: "foreign-sa-key", Says: "the service-account key of one API server replaced",
	Check: "tokens", Reason: `a token issued through .*: POST .*401`,
	Alter: func(node string, entries map[string]*cluster.Entry) error {
		if node != victim {
			return nil
		}
		private, public, err := likeKey(entries[pki+"sa.key"].Content)
		if err != nil {
			return err
		}
		entries[pki+"sa.key"].Content, entries[pki+"sa.pub"].Content = private, public
		return nil
	},
}

var foreignPeer = Break{
	Name: "foreign-peer", Says: "one etcd peer certificate from a foreign CA",
	Check: "etcd", Reason: `192\.168\.56\.102:2379 is not healthy: .*etcd says: .*(certificate|x509|tls)`,
	Alter: func(node string, entries map[string]*cluster.Entry) error {
		if node != victim {
			return nil
		}
		authority, err := foreign.NewAuthority("etcd-ca")
		if err != nil {
			return err
		}
		return replacePair(entries, pki+"etcd/peer", authority, func(*x509.Certificate) {})
	},
}

var missingName = Break{
	Name: "missing-san", Says: "a SAN removed from an API server's certificate",
	Check: "serving-names", Reason: `API server of master-2: x509: certificate is valid for .*, not kubernetes\.default\.svc$`,
	Alter: func(node string, entries map[string]*cluster.Entry) error {
		if node != victim {
			return nil
		}
		pair, err := tls.X509KeyPair(entries[pki+"ca.crt"].Content, entries[pki+"ca.key"].Content)
		if err != nil {
			return err
		}
		authority := foreign.Existing(pair.Leaf, pair.PrivateKey.(crypto.Signer))
		return replacePair(entries, pki+"apiserver", authority, func(template *x509.Certificate) {
			var kept []string
			for _, name := range template.DNSNames {
				if name != "kubernetes.default.svc" {
					kept = append(kept, name)
				}
			}
			template.DNSNames = kept
		})
	},
}

// replacePair issues a certificate anew by another CA, changed, for a new key.
func replacePair(entries map[string]*cluster.Entry, path string, authority foreign.Authority, change func(*x509.Certificate)) error {
	certificate, key := entries[path+".crt"], entries[path+".key"]
	if certificate == nil || key == nil {
		return fmt.Errorf("the installation has no %s.crt and .key", path)
	}
	block, _ := pem.Decode(certificate.Content)
	template, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return err
	}
	// Anything but the authority's own identifiers would be told apart for the wrong reason.
	template.AuthorityKeyId, template.IPAddresses = nil, append([]net.IP{}, template.IPAddresses...)
	template.SignatureAlgorithm = x509.UnknownSignatureAlgorithm
	change(template)
	signer, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := authority.Issue(template, signer.Public())
	if err != nil {
		return err
	}
	private, _, err := pemOf(signer)
	certificate.Content = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	key.Content = private
	return err
}

// likeKey makes another key of the same kind as the given one: only who holds it must differ.
func likeKey(content []byte) (private, public []byte, err error) {
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, nil, fmt.Errorf("no PEM block in a key")
	}
	var signer crypto.Signer
	if block.Type == "RSA PRIVATE KEY" {
		signer, err = rsa.GenerateKey(rand.Reader, 2048)
	} else {
		signer, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		return nil, nil, err
	}
	return pemOf(signer)
}

func pemOf(signer crypto.Signer) (private, public []byte, err error) {
	publicDER, err := x509.MarshalPKIXPublicKey(signer.Public())
	if err != nil {
		return nil, nil, err
	}
	public = pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: publicDER})
	switch key := signer.(type) {
	case *rsa.PrivateKey:
		return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}), public, nil
	case *ecdsa.PrivateKey:
		der, err := x509.MarshalECPrivateKey(key)
		return pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), public, err
	}
	return nil, nil, fmt.Errorf("a key of type %T", signer)
}
