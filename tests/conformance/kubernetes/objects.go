package kubernetes

import "time"

// The few fields of Kubernetes' objects that the checks look at; names and meaning are those of the API.

// Meta is an object's metadata.
type Meta struct {
	Name        string            `json:"name"`
	Namespace   string            `json:"namespace,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// List is any list.
type List[T any] struct {
	Items []T `json:"items"`
}

// Condition is one line of an object's status.
type Condition struct {
	Type    string `json:"type"`
	Status  string `json:"status"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// Node is a registered machine.
type Node struct {
	Metadata Meta `json:"metadata"`
	Spec     struct {
		PodCIDRs []string `json:"podCIDRs"`
		Taints   []struct {
			Key, Value, Effect string
		} `json:"taints"`
	} `json:"spec"`
	Status struct {
		Addresses []struct {
			Type, Address string
		} `json:"addresses"`
	} `json:"status"`
}

// Pod is a pod, a mirror pod included.
type Pod struct {
	Metadata Meta `json:"metadata"`
	Spec     struct {
		NodeName string `json:"nodeName"`
	} `json:"spec"`
	Status struct {
		Phase      string      `json:"phase"`
		Conditions []Condition `json:"conditions"`
		Containers []struct {
			RestartCount int `json:"restartCount"`
			State        struct {
				Waiting struct {
					Reason, Message string
				} `json:"waiting"`
			} `json:"state"`
			LastState struct {
				Terminated struct {
					Reason, Message string
				} `json:"terminated"`
			} `json:"lastState"`
		} `json:"containerStatuses"`
	} `json:"status"`
}

// Ready tells whether the pod's Ready condition holds.
func (p Pod) Ready() bool {
	for _, condition := range p.Status.Conditions {
		if condition.Type == "Ready" {
			return condition.Status == "True"
		}
	}
	return false
}

// Lease is a leader election's record.
type Lease struct {
	Spec struct {
		Holder      string `json:"holderIdentity"`
		Transitions int    `json:"leaseTransitions"`
		RenewTime   string `json:"renewTime"`
	} `json:"spec"`
}

// SigningRequest is a CertificateSigningRequest.
type SigningRequest struct {
	Metadata Meta `json:"metadata"`
	Spec     struct {
		SignerName string `json:"signerName"`
		Username   string `json:"username"`
		Request    []byte `json:"request"`
	} `json:"spec"`
	Status struct {
		Certificate []byte      `json:"certificate"`
		Conditions  []Condition `json:"conditions"`
	} `json:"status"`
}

// Approved tells whether the request has an Approved condition.
func (r SigningRequest) Approved() bool {
	for _, condition := range r.Status.Conditions {
		if condition.Type == "Approved" {
			return true
		}
	}
	return false
}

// ConfigMap is a ConfigMap.
type ConfigMap struct {
	Metadata Meta              `json:"metadata"`
	Data     map[string]string `json:"data"`
}

// Now is the time in the form that the API takes, some time from now.
func Now(later time.Duration) string { return time.Now().Add(later).UTC().Format(time.RFC3339) }
