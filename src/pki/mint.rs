//! From a cluster and a seed to every key and certificate, on all CPUs. The result does not depend on their number.

use std::collections::BTreeMap;

use p256::pkcs8::der::pem::{LineEnding, encode_string};
use rayon::prelude::*;

use super::{
    Authority, Ca, Issued, Pki, PkiError, Profile, ServiceAccountKeys,
    authority::SERVICE_ACCOUNT_LABEL,
    certificate::{Signed, issue},
    issued::{Certified, TokenKey, Trusted},
    keys::{Keys, LabelledKey},
    lookup::{Authorities, PerCa},
    party::Party,
    plan::{LeafRequest, authority_profile, leaves},
};
use crate::{
    derive::{Context, Seed, SerialKey},
    model::Cluster,
    progress::{Progress, Task},
    tree::IssuedCertificate,
};

impl Pki {
    /// Derives every key and signs every certificate of `cluster`, on the threads of the current pool.
    ///
    /// # Errors
    /// [`PkiError`], which a valid cluster cannot cause.
    pub fn mint(cluster: &Cluster, seed: &Seed, progress: &Progress) -> Result<Self, PkiError> {
        let context = Context::new(seed, Cluster::SCHEMA, cluster.id.as_str())?;
        let serials = SerialKey::new(&context)?;
        let requests = leaves(cluster);
        let mut keys = Keys::derive(&context, cluster, &requests, progress)?;
        progress.begin(Task::Certificates, requests.len());

        let mut authority = |ca: Ca| {
            let profile = authority_profile(ca, cluster, seed.is_demo())?;
            let generations = Trusted::of(ca.generations(&cluster.pki.generations));
            generations.try_map(|generation| {
                certify(profile.clone(), keys.take(ca.label(), generation)?, None, &serials)
            })
        };
        let authorities = PerCa {
            kubernetes: authority(Ca::Kubernetes)?,
            etcd: authority(Ca::Etcd)?,
            front_proxy: authority(Ca::FrontProxy)?,
        };
        let service_account = service_account(cluster, &mut keys)?;

        let leaf_keys = requests.iter().map(|leaf| keys.take(&leaf.label, leaf.generation));
        let leaf_keys = leaf_keys.collect::<Result<Vec<_>, _>>()?;
        let leaves = requests
            .par_iter()
            .zip(leaf_keys)
            .map(|(request, key)| leaf(request, key, cluster, &authorities, &serials))
            .inspect(|_| progress.advance())
            .map(|issued| issued.map(|issued| (issued.label().to_owned(), issued)))
            .collect::<Result<BTreeMap<_, _>, _>>()?;
        Ok(Self { authorities: published(authorities), service_account, leaves })
    }
}

/// An issued certificate with its key.
struct Minted {
    key: LabelledKey,
    profile: Profile,
    pem: String,
    origin: IssuedCertificate,
}

impl Minted {
    fn party(&self) -> Party<'_> {
        Party { profile: &self.profile, key: self.key.public() }
    }

    fn certified(self) -> Certified<String> {
        let Self { key, profile, pem, origin } = self;
        Certified { profile, certificate: pem, origin, private: Some(key.pair) }
    }
}

fn published(authorities: PerCa<Trusted<Minted>>) -> Authorities {
    let authority =
        |ca, trusted: Trusted<Minted>| trusted.map(|made| Authority { ca, certified: made.certified() });
    PerCa {
        kubernetes: authority(Ca::Kubernetes, authorities.kubernetes),
        etcd: authority(Ca::Etcd, authorities.etcd),
        front_proxy: authority(Ca::FrontProxy, authorities.front_proxy),
    }
}

fn service_account(cluster: &Cluster, keys: &mut Keys) -> Result<ServiceAccountKeys, PkiError> {
    let generations = Trusted::of(&cluster.pki.generations.service_account);
    let keys = generations.try_map(|generation| {
        let key = keys.take(SERVICE_ACCOUNT_LABEL, generation)?;
        let (derived, public) = (key.derived(), key.pair.public_pem()?);
        Ok::<_, PkiError>(TokenKey { derived, public, private: Some(key.pair) })
    })?;
    Ok(ServiceAccountKeys(keys))
}

fn leaf(
    request: &LeafRequest<'_>,
    key: LabelledKey,
    cluster: &Cluster,
    authorities: &PerCa<Trusted<Minted>>,
    serials: &SerialKey,
) -> Result<Issued, PkiError> {
    let signer = request.row.signer;
    let issuer = &authorities.of(signer).active;
    let Certified { profile, certificate, origin, private } =
        certify(request.profile(cluster)?, key, Some(issuer), serials)?.certified();
    let certified = Certified { profile, certificate: Some(certificate), origin, private };
    let holder = request.holder.name().cloned();
    Ok(Issued { role: request.row.role, signer, holder, certified })
}

/// Issues a certificate, signed by `issuer` or with its own key.
fn certify(
    profile: Profile,
    key: LabelledKey,
    issuer: Option<&Minted>,
    serials: &SerialKey,
) -> Result<Minted, PkiError> {
    let subject = Party { profile: &profile, key: key.public() };
    let (signer, signing_key) = issuer.map_or((subject, &key), |issuer| (issuer.party(), &issuer.key));
    let Signed { request, der } = issue(&key.label, subject, signer, &signing_key.pair, serials)?;
    let pem = encode_string("CERTIFICATE", LineEnding::LF, &der)
        .map_err(|_| PkiError::Pem { label: key.label.clone() })?;
    let issuer = (signing_key.label.clone(), signing_key.generation);
    let origin = IssuedCertificate { key: key.derived(), issuer, request };
    Ok(Minted { key, profile, pem, origin })
}
