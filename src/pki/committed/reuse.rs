//! From a cluster and a committed tree to every certificate and public key of it, without the seed.

use std::collections::BTreeMap;

use p256::pkcs8::der::pem::{LineEnding, encode_string};
use sha2::{Digest as _, Sha256};

use super::{
    Committed, CommittedCertificate, Refusal, ReuseError,
    verify::{Asked, Issuer, IssuerKey, Verified},
};
use crate::{
    derive::PublicKey,
    model::{Cluster, KeyGenerations},
    pki::{
        Authority, Ca, Installed, Issued, Pki, PkiError, Profile, ServiceAccountKeys,
        authority::SERVICE_ACCOUNT_LABEL,
        issued::{Certified, TokenKey, Trusted},
        keys::retired,
        listing,
        lookup::PerCa,
        plan::{LeafRequest, authority_profile, leaves},
    },
    tree::IssuedCertificate,
};

impl Pki {
    /// Takes every certificate and public key of `cluster` from a committed tree.
    ///
    /// # Errors
    /// [`ReuseError::Refused`] with every certificate that the tree does not have as requested.
    pub fn reuse(cluster: &Cluster, committed: &Committed) -> Result<Self, ReuseError> {
        let mut reuse = Reuse { cluster, committed, refusals: identity(cluster, committed) };
        if reuse.refusals.is_empty()
            && let Some(pki) = reuse.all()?
        {
            return Ok(pki);
        }
        Err(ReuseError::Refused(reuse.refusals))
    }
}

/// Refuses a tree of another cluster or schema, since all its certificates would be wrong.
fn identity(cluster: &Cluster, committed: &Committed) -> Vec<Refusal> {
    let found = committed.identity();
    let compared = [
        ("cluster", found.cluster.to_string(), cluster.id.to_string()),
        ("schema", found.schema.to_string(), Cluster::SCHEMA.to_string()),
    ];
    let different = compared.into_iter().filter(|(_, found, asked)| found != asked);
    different.map(|(what, found, asked)| Refusal::Identity { what, found, asked }).collect()
}

struct Reuse<'a> {
    cluster: &'a Cluster,
    committed: &'a Committed,
    refusals: Vec<Refusal>,
}

/// A CA as its leaves see it.
struct Root {
    profile: Profile,
    /// `None` if it was refused.
    trusted: Option<Trusted<(Authority, PublicKey)>>,
}

impl Reuse<'_> {
    /// Everything, after all of it was checked; `None` if something was refused.
    fn all(&mut self) -> Result<Option<Pki>, PkiError> {
        let roots = PerCa {
            kubernetes: self.root(Ca::Kubernetes)?,
            etcd: self.root(Ca::Etcd)?,
            front_proxy: self.root(Ca::FrontProxy)?,
        };
        let service_account = self.service_account();
        let mut issued = BTreeMap::new();
        for request in leaves(self.cluster) {
            if let Some(leaf) = self.leaf(&request, &roots)? {
                issued.insert(request.label.clone(), leaf);
            }
        }
        let authorities = |root: Root| Some(root.trusted?.map(|(authority, _)| authority));
        let all = (
            authorities(roots.kubernetes),
            authorities(roots.etcd),
            authorities(roots.front_proxy),
            service_account,
        );
        Ok(match all {
            (Some(kubernetes), Some(etcd), Some(front_proxy), Some(service_account))
                if self.refusals.is_empty() =>
            {
                let authorities = PerCa { kubernetes, etcd, front_proxy };
                Some(Pki { authorities, service_account, leaves: issued })
            }
            _ => None,
        })
    }

    fn root(&mut self, ca: Ca) -> Result<Root, PkiError> {
        let profile = authority_profile(ca, self.cluster, self.committed.identity().is_demo())?;
        let generations = ca.generations(&self.cluster.pki.generations);
        let active = self.authority(ca, &profile, generations.active())?;
        let mut all_retired = Some(Vec::new());
        for generation in retired(generations) {
            let authority = self.authority(ca, &profile, generation)?;
            all_retired = all_retired.zip(authority).map(|(mut all, authority)| {
                all.push(authority);
                all
            });
        }
        let trusted = active.zip(all_retired).map(|(active, retired)| Trusted { active, retired });
        Ok(Root { profile, trusted })
    }

    fn authority(
        &mut self,
        ca: Ca,
        profile: &Profile,
        generation: u32,
    ) -> Result<Option<(Authority, PublicKey)>, PkiError> {
        let label = ca.label();
        let issuer = Issuer { label, generation, profile, key: IssuerKey::Own };
        let algorithm = self.cluster.pki.key_algorithm;
        let asked = Asked { label, generation, profile, algorithm, issuer };
        let path = format!("nodes/*{}", ca.bundle());
        let Some((made, Some(verified))) = self.certificate(&asked, &path, true)? else { return Ok(None) };
        let Verified { pem, key } = verified;
        let certified = Certified { profile: profile.clone(), certificate: pem, origin: made, private: None };
        Ok(Some((Authority { ca, certified }, key)))
    }

    fn leaf(&mut self, request: &LeafRequest<'_>, roots: &PerCa<Root>) -> Result<Option<Issued>, PkiError> {
        let LeafRequest { row, holder, label, generation } = request;
        let profile = request.profile(self.cluster)?;
        let root = roots.of(row.signer);
        let key = root.trusted.as_ref().map_or(IssuerKey::Refused, |root| IssuerKey::Known(&root.active.1));
        let issuer = Issuer {
            label: row.signer.label(),
            generation: row.signer.generations(&self.cluster.pki.generations).active(),
            profile: &root.profile,
            key,
        };
        let algorithm = self.cluster.pki.key_algorithm;
        let asked = Asked { label, generation: *generation, profile: &profile, algorithm, issuer };
        let path = row.installed.path(holder.name()).map_or_else(|| label.clone(), |path| path.to_string());
        let has_file = matches!(row.installed, Installed::Files { .. });
        let Some((origin, verified)) = self.certificate(&asked, &path, has_file)? else { return Ok(None) };
        let certificate = verified.map(|verified| verified.pem);
        let certified = Certified { profile, certificate, origin, private: None };
        Ok(Some(Issued { role: row.role, signer: row.signer, holder: holder.name().cloned(), certified }))
    }

    /// The committed certificate, if it is the requested one, or the reason to refuse it.
    ///
    /// `path` is its path in certificates.txt.
    fn certificate(
        &mut self,
        asked: &Asked<'_>,
        path: &str,
        has_file: bool,
    ) -> Result<Option<(IssuedCertificate, Option<Verified>)>, PkiError> {
        let name = (asked.label.to_owned(), asked.generation);
        let found = self.committed.certificates.get(&name);
        let Some(found) = found.filter(|found| found.file.is_some() || !has_file) else {
            self.refusals.push(Refusal::Missing { label: name.0, generation: name.1 });
            return Ok(None);
        };
        let differences = self.differences(asked, found, path)?;
        if let Some(differences) = differences {
            self.refusals.push(Refusal::Differs { label: name.0, differences });
            return Ok(None);
        }
        let Some((place, der)) = found.file.as_ref().filter(|_| has_file) else {
            return Ok(Some((found.made.clone(), None)));
        };
        match asked.verify(found, (place, der)) {
            Ok(verified) => Ok(verified.map(|verified| (found.made.clone(), Some(verified)))),
            Err(ReuseError::Pki(error)) => Err(error),
            Err(ReuseError::Refused(refusals)) => {
                self.refusals.extend(refusals);
                Ok(None)
            }
        }
    }

    /// The difference between the request and the request in the lock; `None` if there is none.
    fn differences(
        &self,
        asked: &Asked<'_>,
        found: &CommittedCertificate,
        path: &str,
    ) -> Result<Option<Vec<String>>, PkiError> {
        let IssuedCertificate { key, issuer, request } = &found.made;
        let mut differences = Vec::new();
        if key.algorithm != asked.algorithm {
            differences.push(format!("algorithm {}, was {}", asked.algorithm, key.algorithm));
        }
        if (issuer.0.as_str(), issuer.1) != (asked.issuer.label, asked.issuer.generation) {
            let (now, was) = (asked.issuer.generation, issuer.1);
            differences.push(format!(
                "signed by {} of generation {now}, was {} of {was}",
                asked.issuer.label, issuer.0
            ));
        }
        let same_request = *request == asked.request()?;
        if !same_request {
            let line =
                listing::line(path, asked.profile, asked.issuer.profile, asked.generation, &key.public_key);
            differences.extend(self.committed.listed.differences(&line));
        }
        Ok((!same_request || !differences.is_empty()).then_some(differences))
    }

    fn service_account(&mut self) -> Option<ServiceAccountKeys> {
        let generations: &KeyGenerations = &self.cluster.pki.generations.service_account;
        let active = self.token_key(generations.active());
        let retired: Vec<_> = retired(generations).map(|generation| self.token_key(generation)).collect();
        let retired: Option<Vec<TokenKey>> = retired.into_iter().collect();
        Some(ServiceAccountKeys(Trusted { active: active?, retired: retired? }))
    }

    fn token_key(&mut self, generation: u32) -> Option<TokenKey> {
        let label = SERVICE_ACCOUNT_LABEL.to_owned();
        let name = (label.clone(), generation);
        let algorithm = self.cluster.pki.key_algorithm;
        let Some(found) = self.committed.keys.get(&name) else {
            self.refusals.push(Refusal::Missing { label, generation });
            return None;
        };
        if found.made.algorithm != algorithm {
            self.refusals.push(Refusal::Algorithm { label, asked: algorithm, found: found.made.algorithm });
            return None;
        }
        let listed = found.made.public_key == <[u8; 32]>::from(Sha256::digest(&found.spki));
        let is_key = PublicKey::from_spki_der(algorithm, &found.spki).is_ok();
        let pem = encode_string("PUBLIC KEY", LineEnding::LF, &found.spki).ok();
        let Some(public) = pem.filter(|_| listed && is_key) else {
            self.refusals.push(Refusal::Key { place: found.place.clone(), label });
            return None;
        };
        Some(TokenKey { derived: found.made.clone(), public, private: None })
    }
}
