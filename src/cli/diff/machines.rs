//! Warnings about machines that become another node, addresses that change, and members of etcd.

use super::{notes::first_few, warning::Warning};
use crate::difference::rollout::{NewAddress, Rollout, SameMachine};

/// Each warning about machines; similar ones are combined.
pub(super) fn warnings(rollout: &Rollout) -> Vec<Warning> {
    let same = &rollout.machine_changes.same;
    let is_worker = |one: &&SameMachine| !(one.was_control_plane || one.is_control_plane);
    let of_control_plane = same.iter().filter(|one| !is_worker(one));
    let of_control_plane = of_control_plane.map(|one| same_machines(&[one], &of_members(rollout)));
    let workers: Vec<&SameMachine> = same.iter().filter(is_worker).collect();
    let workers = (!workers.is_empty()).then(|| same_machines(&workers, ""));
    let moved = [address_taken(&rollout.machine_changes.moved), new_address(&rollout.machine_changes.moved)];
    let all = no_member_stays(rollout).into_iter().chain(of_control_plane).chain(workers);
    all.chain(moved.into_iter().flatten()).collect()
}

fn same_machines(all: &[&SameMachine], more: &str) -> Warning {
    let machine = |one: &&SameMachine| {
        let SameMachine { before, after, address, was_control_plane, is_control_plane } = one;
        let at = address.as_ref().map(|address| format!(" at {address}")).unwrap_or_default();
        let role = |control_plane: bool| if control_plane { "the control plane" } else { "the workers" };
        if before == after {
            format!("{before}{at} goes from {} to {}", role(*was_control_plane), role(*is_control_plane))
        } else {
            format!("{before} and {after} are the same machine{at}")
        }
    };
    let machines = first_few(all.iter().map(machine));
    let message = format!(
        "{machines}: such a machine is drained, leaves the cluster, loses its keys and data, and is installed anew, before the \
         next one is taken away{more}"
    );
    Warning::new("same-machine", message)
}

/// What happens to the etcd member on a machine of the control plane.
fn of_members(rollout: &Rollout) -> String {
    let members = &rollout.members;
    match members.after.len().saturating_sub(members.joining.len()) {
        0 => String::new(),
        stay => format!(
            ". In between etcd runs on as few as {stay} of its members, and one more that fails may take the majority away: where \
             anything else changes as well, make two rollouts of it, one without the old node and one with the new one"
        ),
    }
}

/// An address that another machine has at present.
fn address_taken(moved: &[NewAddress]) -> Option<Warning> {
    let taken = moved.iter().filter_map(|one| {
        let other = one.taken_from.as_ref()?;
        Some(format!("{} takes {}, the address of {other} until now", one.node, one.to))
    });
    let taken: Vec<String> = taken.collect();
    (!taken.is_empty()).then(|| {
        let message = format!(
            "{}: while only one of two machines has its new address, commands, API servers and members of etcd reach the other one. \
             First give the node an address that no node has, in a rollout of its own, and this one once the other has left it",
            first_few(taken.into_iter())
        );
        Warning::new("address-taken", message)
    })
}

/// Workers whose address changes. Members of etcd have a hazard of their own.
fn new_address(moved: &[NewAddress]) -> Option<Warning> {
    let workers = moved.iter().filter(|one| !one.is_control_plane && one.taken_from.is_none());
    let workers: Vec<String> =
        workers.map(|one| format!("{} changes from {} to {}", one.node, one.from, one.to)).collect();
    (!workers.is_empty()).then(|| {
        let message = format!(
            "{}: a kubelet shows its certificate for the new address as soon as the files arrive, so that logs, exec and metrics of \
             its pods fail until it has restarted, and it is not ready before its machine has the new address: give it that first, \
             beside the old one",
            first_few(workers.into_iter())
        );
        Warning::new("node-address", message)
    })
}

/// If all members are new, nothing copies etcd's data to them.
fn no_member_stays(rollout: &Rollout) -> Option<Warning> {
    let members = &rollout.members;
    let has_none =
        members.staying_after.is_none() && !members.leaving.is_empty() && !members.after.is_empty();
    has_none.then(|| {
        Warning::new(
            "no-etcd-member-stays",
            format!(
                "no member of etcd stays ({} go): nothing takes the data to the new ones. First add the new machines of the \
                 control plane in a rollout of its own, and take the old ones away in the next; where there is one machine alone, \
                 save a snapshot and restore it there",
                members.leaving.join(", ")
            ),
        )
    })
}
