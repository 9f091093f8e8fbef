//! From a cluster and a seed to every key and certificate, on all processors, the same whatever their number.

use std::collections::BTreeMap;

use p256::pkcs8::der::pem::{LineEnding, encode_string};
use rayon::prelude::*;

use super::{
    Authority, Ca, Issued, Pki, PkiError, Profile, ServiceAccountKeys,
    authority::SERVICE_ACCOUNT_LABEL,
    certificate::{Party, issue, request},
    issued::{Certified, TokenKey, Trusted},
    keys::{Keys, LabelledKey, retired},
    lookup::{Authorities, OfEach},
    plan::{LeafRequest, authority_profile, leaves},
};
use crate::{
    derive::{Context, Seed, SerialKey},
    model::Cluster,
    tree::IssuedCertificate,
};

impl Pki {
    /// Derives every key and signs every certificate of `cluster`, on the threads of the current pool.
    ///
    /// # Errors
    /// [`PkiError`]; none that a valid cluster brings about.
    pub fn mint(cluster: &Cluster, seed: &Seed) -> Result<Self, PkiError> {
        let context = Context::new(seed, Cluster::SCHEMA, cluster.id.as_str())?;
        let serials = SerialKey::new(&context)?;
        let requests = leaves(cluster);
        let mut keys = Keys::derive(&context, cluster, &requests)?;

        let mut keys_of = |ca| authority_keys(ca, cluster, &mut keys);
        let of_each = (keys_of(Ca::Kubernetes)?, keys_of(Ca::Etcd)?, keys_of(Ca::FrontProxy)?);
        let certify = |ca, keys| {
            let profile = authority_profile(ca, cluster, seed.is_demo())?;
            certify_authority(&profile, keys, &serials)
        };
        let (kubernetes, (etcd, front_proxy)) = rayon::join(
            || certify(Ca::Kubernetes, of_each.0),
            || rayon::join(|| certify(Ca::Etcd, of_each.1), || certify(Ca::FrontProxy, of_each.2)),
        );
        let authorities = OfEach { kubernetes: kubernetes?, etcd: etcd?, front_proxy: front_proxy? };
        let service_account = service_account(cluster, &mut keys)?;

        let leaf_keys = requests.iter().map(|leaf| keys.take(&leaf.label, leaf.generation));
        let leaf_keys = leaf_keys.collect::<Result<Vec<_>, _>>()?;
        let leaves = requests
            .par_iter()
            .zip(leaf_keys)
            .map(|(request, key)| leaf(request, key, cluster, &authorities, &serials))
            .map(|issued| issued.map(|issued| (issued.label().to_owned(), issued)))
            .collect::<Result<BTreeMap<_, _>, _>>()?;
        Ok(Self { authorities: published(authorities), service_account, leaves })
    }
}

/// A certificate that was made, with its key.
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

fn published(authorities: OfEach<Trusted<Minted>>) -> Authorities {
    let authority =
        |ca, trusted: Trusted<Minted>| trusted.map(|made| Authority { ca, certified: made.certified() });
    OfEach {
        kubernetes: authority(Ca::Kubernetes, authorities.kubernetes),
        etcd: authority(Ca::Etcd, authorities.etcd),
        front_proxy: authority(Ca::FrontProxy, authorities.front_proxy),
    }
}

fn authority_keys(ca: Ca, cluster: &Cluster, keys: &mut Keys) -> Result<Trusted<LabelledKey>, PkiError> {
    let generations = ca.generations(&cluster.pki.generations);
    let mut key = |generation| keys.take(ca.label(), generation);
    Ok(Trusted {
        active: key(generations.active())?,
        retired: retired(generations).map(&mut key).collect::<Result<_, _>>()?,
    })
}

/// Signs the certificate of each generation with its own key.
fn certify_authority(
    profile: &Profile,
    keys: Trusted<LabelledKey>,
    serials: &SerialKey,
) -> Result<Trusted<Minted>, PkiError> {
    let certify = |key| certify(profile.clone(), key, None, serials);
    Ok(Trusted {
        active: certify(keys.active)?,
        retired: keys.retired.into_iter().map(certify).collect::<Result<_, _>>()?,
    })
}

fn service_account(cluster: &Cluster, keys: &mut Keys) -> Result<ServiceAccountKeys, PkiError> {
    let generations = &cluster.pki.generations.service_account;
    let mut key = |generation| {
        let key = keys.take(SERVICE_ACCOUNT_LABEL, generation)?;
        let (derived, public) = (key.derived(), key.pair.public_pem());
        Ok::<_, PkiError>(TokenKey { derived, public, private: Some(key.pair) })
    };
    Ok(ServiceAccountKeys(Trusted {
        active: key(generations.active())?,
        retired: retired(generations).map(&mut key).collect::<Result<_, _>>()?,
    }))
}

fn leaf(
    request: &LeafRequest<'_>,
    key: LabelledKey,
    cluster: &Cluster,
    authorities: &OfEach<Trusted<Minted>>,
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

/// Makes a certificate, signed by `issuer` or by its own key.
fn certify(
    profile: Profile,
    key: LabelledKey,
    issuer: Option<&Minted>,
    serials: &SerialKey,
) -> Result<Minted, PkiError> {
    let subject = Party { profile: &profile, key: key.public() };
    let (signer, signing_key) = issuer.map_or((subject, &key), |issuer| (issuer.party(), &issuer.key));
    let request = request(&key.label, subject, signer)?;
    let der = issue(&key.label, subject, signer, &signing_key.pair, serials)?;
    let pem = encode_string("CERTIFICATE", LineEnding::LF, &der)
        .map_err(|_| PkiError::Pem { label: key.label.clone() })?;
    let issuer = (signing_key.label.clone(), signing_key.generation);
    let origin = IssuedCertificate { key: key.derived(), issuer, request };
    Ok(Minted { key, profile, pem, origin })
}
