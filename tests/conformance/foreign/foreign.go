// Package foreign makes certificates of CAs that the cluster must not trust, and of CAs of the test's own.
package foreign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

// Authority is a CA that the cluster knows nothing of.
type Authority struct {
	Certificate *x509.Certificate
	key         crypto.Signer
}

// NewAuthority makes a CA with a common name, which may be that of a real one.
func NewAuthority(name string) (Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Authority{}, err
	}
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), SerialNumber: big.NewInt(1),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return Authority{}, err
	}
	certificate, err := x509.ParseCertificate(der)
	return Authority{Certificate: certificate, key: key}, err
}

// Existing is a CA whose key is known.
func Existing(certificate *x509.Certificate, key crypto.Signer) Authority {
	return Authority{Certificate: certificate, key: key}
}

// PEM is the CA's certificate.
func (a Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Certificate.Raw})
}

// Leaf issues a certificate for client and server use.
func (a Authority) Leaf(commonName string, names []string, addresses []net.IP) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	der, err := a.Issue(&x509.Certificate{
		Subject: pkix.Name{CommonName: commonName}, DNSNames: names, IPAddresses: addresses,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(23 * time.Hour), SerialNumber: big.NewInt(2),
	}, key.Public())
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

// Issue signs a certificate for a public key and returns its DER.
func (a Authority) Issue(template *x509.Certificate, public crypto.PublicKey) ([]byte, error) {
	return x509.CreateCertificate(rand.Reader, template, a.Certificate, public, a.key)
}

// ClientCertificate is a certificate that looks right in every way but for who signed it.
func ClientCertificate(authority, commonName string) (tls.Certificate, error) {
	ca, err := NewAuthority(authority)
	if err != nil {
		return tls.Certificate{}, err
	}
	return ca.Leaf(commonName, nil, nil)
}
