package checks

import "testing"

// The signature was made with Python's hmac and base64 modules.
func TestVerifyDetached(t *testing.T) {
	const signature = "eyJhbGciOiJIUzI1NiIsImtpZCI6ImFiY2RlZiJ9..K1chermAQEq0rdqy-ehj0VDfmA_ytv8Wzh9g26FldrE"
	if err := verifyDetached(signature, "apiVersion: v1\n", "0123456789abcdef"); err != nil {
		t.Error(err)
	}
	if err := verifyDetached(signature, "apiVersion: v2\n", "0123456789abcdef"); err == nil {
		t.Error("a changed payload verifies")
	}
	if err := verifyDetached(signature, "apiVersion: v1\n", "0123456789abcdeg"); err == nil {
		t.Error("another token verifies")
	}
	if err := verifyDetached("", "apiVersion: v1\n", "0123456789abcdef"); err == nil {
		t.Error("no signature verifies")
	}
}
