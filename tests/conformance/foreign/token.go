package foreign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

// Forge signs the header and claims of a JSON web token again, by the same algorithm, with a key of our own.
func Forge(token string) (string, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return "", fmt.Errorf("a token of %d parts", len(parts))
	}
	content, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err != nil {
		return "", err
	}
	var header struct{ Alg string }
	if err := json.Unmarshal(content, &header); err != nil {
		return "", err
	}
	signed := parts[0] + "." + parts[1]
	signature, err := sign(header.Alg, []byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), err
}

func sign(algorithm string, content []byte) ([]byte, error) {
	switch algorithm {
	case "RS256":
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return nil, err
		}
		digest := sha256.Sum256(content)
		return rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	case "ES256":
		digest := sha256.Sum256(content)
		return signECDSA(elliptic.P256(), digest[:])
	case "ES384":
		digest := sha512.Sum384(content)
		return signECDSA(elliptic.P384(), digest[:])
	}
	return nil, fmt.Errorf("cannot sign with %q", algorithm)
}

// signECDSA gives the two numbers, each of the curve's size (RFC 7518 section 3.4).
func signECDSA(curve elliptic.Curve, digest []byte) ([]byte, error) {
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		return nil, err
	}
	r, s, err := ecdsa.Sign(rand.Reader, key, digest)
	if err != nil {
		return nil, err
	}
	size := (curve.Params().BitSize + 7) / 8
	signature := make([]byte, 2*size)
	for i, number := range []*big.Int{r, s} {
		number.FillBytes(signature[i*size : (i+1)*size])
	}
	return signature, nil
}
