//go:build ignore

package main

import (
	"context"
	"errors"
	"os"

	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/apis/audit/install"
	"k8s.io/apiserver/pkg/audit"
	"k8s.io/apiserver/pkg/audit/policy"
	"k8s.io/apiserver/pkg/server/dynamiccertificates"
	"k8s.io/apiserver/plugin/pkg/authenticator/token/oidc"
	"k8s.io/kubernetes/pkg/kubeapiserver/options"

	auditinternal "k8s.io/apiserver/pkg/apis/audit"
)

// issuer is that of the cluster's own tokens, which a single sign-on may not have.
const issuer = "https://kubernetes.default.svc.cluster.local"

var kinds = []kind{
	{"policy", policies, []any{"None", "Metadata", "Request", "RequestResponse", "RequestReceived", "ResponseComplete", "get", "*", "Get", "/healthz*", "*/x", "/a*b", "healthz",
		"pods/status", "*/*", "a/b/c", "apps/v1", "system:nodes", []any{"RequestReceived"}, []any{"Panic", "ResponseStarted"}, []any{"get", "fly"}, []any{"/a", "/b*"}, []any{"*"},
		[]any{""}, []any{nil}, []any{map[string]any{}}, []any{map[string]any{"group": "", "resources": []any{"pods", "pods/log"}}},
		[]any{map[string]any{"group": "apps/v1"}}, []any{map[string]any{"resources": []any{"pods"}, "resourceNames": []any{"a"}}},
		[]any{map[string]any{"resourceNames": []any{"a"}}}, []any{map[string]any{"level": "None"}}, []any{map[string]any{"level": "None", "verbs": nil}}}, loadPolicy},
	{"authentication", authentications, []any{"https://sso.example.com", "http://sso.example.com", "https://sso.example.com/", "https://sso.example.com?x", "https://sso.example.com#x",
		"https://user@sso.example.com", "https://", "sso.example.com", "https://%zz", "https://sso.example.com:99999", "https://sso.example.com/.well-known/openid-configuration", issuer,
		"claims.email", "claims.email_verified == true", "claims.groups", "claims.?groups.orValue([])", "claims.sub + 1", "user.username", "user.username.startsWith('system:')", "!user.username.startsWith('system:')",
		"true", "1 + 1", "[claims.sub]", "claims", "claims.", "noSuchVariable", "claims.email.contains(", "'x'", "\"x\"", "has(claims.email)", "claims['email']", "user.groups.exists(g, g == 'a')",
		"example.com/tenant", "Example.com/tenant", "tenant", "kubernetes.io/x", "k8s.io/x", "sub.k8s.io/x", "example.com/", "example.com/A", "example.com/a/b", "MatchAny", "MatchAll", "sub", "email",
		"cluster", "controlplane", "etcd", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
		[]any{"a", "b"}, []any{"a", "a"}, []any{""}, map[string]any{"claim": "sub"}, map[string]any{"expression": "claims.sub"}, map[string]any{"claim": "sub", "prefix": ""},
		map[string]any{"claim": "sub", "expression": "claims.sub"}, map[string]any{"expression": "claims.sub", "prefix": "a"}, map[string]any{"prefix": "a"},
		[]any{map[string]any{"key": "example.com/a", "valueExpression": "claims.a"}}, []any{map[string]any{"key": "example.com/a"}},
		[]any{map[string]any{"claim": "hd", "requiredValue": "x"}}, []any{map[string]any{"claim": "hd", "expression": "true"}}, []any{map[string]any{"expression": "claims.hd"}},
		[]any{map[string]any{"expression": "user.uid == ''"}}, []any{map[string]any{"message": "m"}}, []any{map[string]any{"claim": "hd", "message": "m"}}}, loadAuthentication},
}

// loadPolicy refuses what LoadPolicyFromBytes takes with a warning that it ignores a part.
func loadPolicy(text string) error {
	install.Install(audit.Scheme)
	strict := serializer.NewCodecFactory(audit.Scheme, serializer.EnableStrict).UniversalDecoder()
	if _, _, err := strict.Decode([]byte(text), nil, &auditinternal.Policy{}); err != nil {
		return err
	}
	_, err := policy.LoadPolicyFromBytes([]byte(text))
	return err
}

// loadAuthentication does what kube-apiserver does with --authentication-config until it asks the single sign-on.
func loadAuthentication(text string) error {
	file, err := os.CreateTemp("", "authentication")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	if _, err := file.WriteString(text); err != nil || file.Close() != nil {
		panic(errors.Join(err, errors.New("not written")))
	}
	given := options.NewBuiltInAuthenticationOptions().WithAnonymous().WithOIDC()
	given.AuthenticationConfigFile = file.Name()
	config, err := given.ToAuthenticationConfig()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for _, jwt := range config.AuthenticationConfig.JWT {
		given := oidc.Options{JWTAuthenticator: jwt, SupportedSigningAlgs: config.OIDCSigningAlgs, DisallowedIssuers: []string{issuer}}
		if ca := jwt.Issuer.CertificateAuthority; ca != "" {
			if given.CAContentProvider, err = dynamiccertificates.NewStaticCAContent("oidc-authenticator", []byte(ca)); err != nil {
				return err
			}
		}
		if _, err := oidc.New(ctx, given); err != nil {
			return err
		}
	}
	return nil
}
