//! `[users]`

use super::{Key, Shape, Table};
use crate::model::{NumericId, Users};

pub(super) static USERS: Shape = Shape {
    title: "[users]",
    keys: &[
        Key::default("etcd", "561"),
        Key::default("kube_apiserver", "562"),
        Key::default("kube_controller_manager", "563"),
        Key::default("kube_scheduler", "564"),
        Key::default("kube_service_account", "565"),
    ],
};

pub(super) fn read(table: &Table<'_>) -> Option<Users> {
    let id = |key| table.value(key, |item| item.accept(NumericId::new(item.integer()?)));
    let (etcd, kube_apiserver) = (id("etcd"), id("kube_apiserver"));
    let (kube_controller_manager, kube_scheduler) = (id("kube_controller_manager"), id("kube_scheduler"));
    let kube_service_account = id("kube_service_account");
    Some(Users {
        etcd: etcd?,
        kube_apiserver: kube_apiserver?,
        kube_controller_manager: kube_controller_manager?,
        kube_scheduler: kube_scheduler?,
        kube_service_account: kube_service_account?,
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
        assert_eq!(read(&table), Some(Users::default()));
    }
}
