//go:build ignore

package main

var policies = []string{`apiVersion: audit.k8s.io/v1
kind: Policy
omitStages:
- RequestReceived
rules:
- level: None
  users: ["system:kube-proxy"]
  verbs: [watch]
  resources:
  - group: ""
    resources: [endpoints, services, services/status]
- level: Metadata
  omitStages: [ResponseStarted]
  omitManagedFields: true
`, `apiVersion: audit.k8s.io/v1
kind: Policy
omitManagedFields: true
metadata:
  name: example
rules:
- level: None
  userGroups: [system:nodes]
  nonResourceURLs: [/healthz*, /version, "*"]
- level: Request
  namespaces: [kube-system, ""]
  resources:
  - group: apps
    resources: ["*", deployments, "*/scale"]
    resourceNames: [a]
- level: RequestResponse
`}

var authentications = []string{`apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
jwt:
- issuer:
    url: https://sso.example.com
    audiences: [kubernetes]
  claimMappings:
    username:
      claim: email
      prefix: "sso:"
    groups:
      claim: groups
      prefix: "sso:"
`, `apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
jwt:
- issuer:
    url: https://sso.example.com
    discoveryURL: https://discovery.example.com/.well-known/openid-configuration
    audiences: [kubernetes, kubectl]
    audienceMatchPolicy: MatchAny
  claimValidationRules:
  - expression: claims.email_verified == true
    message: unverified
  - claim: hd
    requiredValue: example.com
  claimMappings:
    username:
      expression: "claims.email_verified ? claims.email : 'nobody'"
    groups:
      expression: claims.groups
    uid:
      claim: sub
    extra:
    - key: example.com/tenant
      valueExpression: claims.tenant
  userValidationRules:
  - expression: "!user.username.startsWith('system:')"
    message: reserved
- issuer:
    url: https://other.example.com
    audiences: [kubernetes]
  claimMappings:
    username:
      claim: sub
      prefix: ""
`}
