//! `[[admin]]`: people; `[users]`: the components' accounts.

use super::{Key, Shape, Table};
use crate::model::{Admin, GroupName, NumericId, Subdomain, Users};

pub(super) static ADMIN: Shape = Shape {
    title: "[[admin]]",
    keys: &[
        Key::required("name", "\"stand-in\"", "add the user's name, such as name = \"alice\""),
        Key::default("groups", "[]"),
    ],
};

pub(super) fn read_admin(table: &Table<'_>) -> Option<Admin> {
    let name = table.value("name", |item| item.parse(Subdomain::parse));
    let groups = table.value("groups", |item| item.all(|element| element.parse(GroupName::parse)));
    Some(Admin { name: name?, groups: groups? })
}

pub(super) static USERS: Shape = Shape {
    title: "[users]",
    keys: &[
        Key::default("etcd", "561"),
        Key::default("kube_apiserver", "562"),
        Key::default("kube_controller_manager", "563"),
        Key::default("kube_scheduler", "564"),
        Key::default("kube_service_account", "565"),
        Key::default("kube_haproxy", "567"),
        Key::default("kube_keepalived", "568"),
    ],
};

pub(super) fn read_users(table: &Table<'_>) -> Option<Users> {
    let id = |key| table.value(key, |item| item.accept(NumericId::new(item.integer()?)));
    let (etcd, kube_apiserver) = (id("etcd"), id("kube_apiserver"));
    let (kube_controller_manager, kube_scheduler) = (id("kube_controller_manager"), id("kube_scheduler"));
    let kube_service_account = id("kube_service_account");
    let (kube_haproxy, kube_keepalived) = (id("kube_haproxy"), id("kube_keepalived"));
    Some(Users {
        etcd: etcd?,
        kube_apiserver: kube_apiserver?,
        kube_controller_manager: kube_controller_manager?,
        kube_scheduler: kube_scheduler?,
        kube_service_account: kube_service_account?,
        kube_haproxy: Some(kube_haproxy?),
        kube_keepalived: Some(kube_keepalived?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Log;

    #[test]
    fn the_defaults_are_the_models() {
        let (log, nothing) = (Log::default(), toml::de::DeTable::new());
        let table = Table::new(&USERS, String::new(), 0..0, &nothing, &log);
        assert_eq!(read_users(&table), Some(Users::default()));
    }
}
