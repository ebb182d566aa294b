"""Editors and administrators keep members, schools and districts in the admin."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from members.enums import MembershipState
from members.models import District, Membership, School
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST = "/admin/memberships/"


@pytest.fixture(params=[Role.EDITOR, Role.ADMINISTRATOR])
def keeper(request: pytest.FixtureRequest, signed_in: SignIn) -> Client:
    """Someone who keeps the list of members."""
    return signed_in(make_member("keeper@example.org", "Kit", "Keeper", role=request.param))


def names_in(client: Client, query: str = "") -> set[str]:
    page = client.get(LIST + query)
    return {str(row.user) for row in page.context["page_obj"].object_list}


class TestMembers:
    def test_are_listed_found_and_filtered(
        self, keeper: Client, leader: User, newcomer: User
    ) -> None:
        district = District.objects.create(name="North District")
        leader.membership.school = School.objects.create(name="Hill School", district=district)
        leader.membership.save()
        assert {"Lee Leader", "Nell Newcomer"} <= names_in(keeper)
        assert names_in(keeper, "?q=nell") == {"Nell Newcomer"}
        assert names_in(keeper, "?q=newcomer@example.org") == {"Nell Newcomer"}
        assert names_in(keeper, "?q=north+district") == {"Lee Leader"}
        assert names_in(keeper, "?state=waiting") == {"Nell Newcomer"}
        assert b"Hill School, North District" in keeper.get(LIST).content

    def test_list_takes_the_same_queries_for_many(
        self, keeper: Client, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        for number in range(20):
            make_member(f"m{number}@example.org", "M", str(number))
        keeper.get(LIST)
        with django_assert_max_num_queries(25):
            keeper.get(LIST)

    def test_can_be_moved_to_another_school(self, keeper: Client, leader: User) -> None:
        school = School.objects.create(name="Hill School")
        path = f"{LIST}edit/{leader.membership.pk}/"
        page = keeper.get(path).content.decode()
        assert "Lee Leader" in page
        assert "leader@example.org" in page
        data = {"school": school.pk, "school_unlisted": "Old", "position": "teacher"}
        keeper.post(path, {**data, "state": "declined", "user": "1"})
        membership = Membership.objects.get(user=leader)
        assert (membership.school, membership.school_unlisted) == (school, "")
        assert membership.position == "teacher"
        assert membership.state == MembershipState.APPROVED, "decisions are made elsewhere"

    def test_need_a_school(self, keeper: Client, leader: User) -> None:
        path = f"{LIST}edit/{leader.membership.pk}/"
        answer = keeper.post(path, {"school": "", "school_unlisted": "", "position": "teacher"})
        assert b"Choose a school, or type the name of another below." in answer.content

    def test_are_neither_added_nor_deleted_here(self, keeper: Client, leader: User) -> None:
        for path in (f"{LIST}new/", f"{LIST}delete/{leader.membership.pk}/"):
            keeper.post(path, {"user": leader.pk, "position": "teacher"})
        assert Membership.objects.filter(user=leader).count() == 1


class TestEnding:
    def end(self, client: Client, person: User, reason: str = "Left the state.") -> str:
        path = reverse("end_membership", args=[person.membership.pk])
        return client.post(path, {"reason": reason}, follow=True).content.decode()

    def test_takes_effect_at_once_and_tells_why(
        self,
        keeper: Client,
        leader: User,
        signed_in: SignIn,
        deliver: Callable[[], None],
        mailoutbox: list[EmailMessage],
    ) -> None:
        assert (
            b"no longer sees"
            in keeper.get(reverse("end_membership", args=[leader.membership.pk])).content
        )
        assert "Lee Leader gets a mail" in self.end(keeper, leader)
        leader.membership.refresh_from_db()
        assert leader.membership.state == MembershipState.DECLINED
        assert not leader.groups.exists()
        deliver()
        assert mailoutbox[-1].to == ["leader@example.org"]
        assert "Left the state." in mailoutbox[-1].body

    def test_needs_a_reason(self, keeper: Client, leader: User) -> None:
        assert "Say why" in self.end(keeper, leader, "  ")
        leader.membership.refresh_from_db()
        assert leader.membership.state == MembershipState.APPROVED

    def test_the_second_editor_is_told(self, keeper: Client, leader: User, reviewer: User) -> None:
        self.end(keeper, leader)
        assert "has decided already" in self.end(keeper, leader)

    def test_not_of_oneself(self, keeper: Client) -> None:
        me = User.objects.get(email="keeper@example.org")
        assert "you do not have permission" in self.end(keeper, me)
        me.membership.refresh_from_db()
        assert me.membership.state == MembershipState.APPROVED


class TestSchools:
    def test_are_listed_searched_added_and_changed(self, keeper: Client) -> None:
        District.objects.create(name="North District")
        keeper.post("/admin/snippets/members/school/add/", {"name": "Hill School", "district": ""})
        school = School.objects.get()
        found = keeper.get("/admin/snippets/members/school/?q=hill")
        assert b"Hill School" in found.content
        path = f"/admin/snippets/members/school/edit/{school.pk}/"
        keeper.post(path, {"name": "Hill High School", "grades": "9-12"})
        school.refresh_from_db()
        assert (school.name, school.grades) == ("Hill High School", "9-12")

    def test_the_same_name_twice_in_a_district_is_refused_with_words(self, keeper: Client) -> None:
        School.objects.create(name="Hill School")
        answer = keeper.post("/admin/snippets/members/school/add/", {"name": "Hill School"})
        assert answer.status_code == 200
        assert School.objects.count() == 1

    def test_a_deleted_one_leaves_its_name_with_its_members(
        self, keeper: Client, leader: User
    ) -> None:
        school = School.objects.create(name="Hill School")
        Membership.objects.update(school=school, school_unlisted="")
        keeper.post(f"/admin/snippets/members/school/delete/{school.pk}/")
        assert not School.objects.exists()
        leader.membership.refresh_from_db()
        assert leader.membership.school_name == "Hill School"

    def test_a_district_with_schools_stays(self, keeper: Client) -> None:
        district = District.objects.create(name="North District")
        School.objects.create(name="Hill School", district=district)
        path = f"/admin/snippets/members/district/delete/{district.pk}/"
        assert keeper.get(path).status_code in {200, 302}
        assert keeper.post(path).status_code in {200, 302}
        assert District.objects.exists()


def test_everyone_else_is_refused(
    leader: User,
    contributor: User,
    coach: User,
    supervisor: User,
    outsider: User,
    signed_in: SignIn,
) -> None:
    school = School.objects.create(name="Hill School")
    paths = [
        LIST,
        f"{LIST}edit/{leader.membership.pk}/",
        reverse("end_membership", args=[leader.membership.pk]),
        "/admin/snippets/members/school/",
        f"/admin/snippets/members/school/edit/{school.pk}/",
        "/admin/snippets/members/district/",
    ]
    people = (leader, contributor, coach, supervisor, outsider)
    for client in [Client(), *map(signed_in, people)]:
        for path in paths:
            for answer in (client.get(path), client.post(path, {"reason": "x", "name": "x"})):
                assert answer.status_code in {302, 403}
                assert b"leader@example.org" not in answer.content.replace(
                    b"signed in as leader@example.org", b""
                )
    leader.membership.refresh_from_db()
    assert leader.membership.state == MembershipState.APPROVED
    assert School.objects.get().name == "Hill School"
