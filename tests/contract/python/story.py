"""The six operations from Python, by classes that are generated from the contract, and nothing but Python's own library.

usage: POSTPRESS_BASE_ADDRESS=… python3 story.py
"""
import json
import os
import urllib.error
import urllib.parse
import urllib.request
import uuid

from generated.postpress import (
    API, AnswerType, APIError, ApplyMethod, ApplyMethodType, Category, CheckpointOutcome, CheckpointOutcomeObject, CheckpointType,
    CreateJobRequest, CreatePostRequest, IDOrText, JobDraft, JobSeniority, PostCreated, PostMention, PromotionBudget, BudgetAmount, PromotionMode, PublishJobRequest,
    RecruiterJobOptions, RecruiterProject, ScreeningQuestion, SearchPage, SearchParameterList, SearchRequest, SearchResult, SearchResultType, SolveCheckpointRequest, Workplace)

BASE = os.environ["POSTPRESS_BASE_ADDRESS"].rstrip("/")
ACCOUNT = "acc_linkedin_sandbox"


class Failed(Exception):
    def __init__(self, error: APIError):
        super().__init__(f"{error.status} {error.type}: {error.detail}")
        self.error = error


def send(path, body, headers):
    request = urllib.request.Request(BASE + path, body, {"X-API-KEY": "pp_test_sandbox", **headers})
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as e:
        raise Failed(APIError.from_dict(json.load(e))) from e


def get(path, **query):
    return send(f"{path}?{urllib.parse.urlencode(query)}", None, {})


def post(path, body, content_type="application/json"):
    return send(path, body, {"Content-Type": content_type})


def post_json(path, body):
    return post(path, json.dumps(body.to_dict()).encode())


def describe(hit: SearchResult) -> str:
    # quicktype makes one class of all variants; the tag tells which members to look at.
    if hit.type == SearchResultType.PEOPLE:
        return f"{hit.name or '(hidden)'}, {hit.headline}"
    if hit.type == SearchResultType.COMPANY:
        return f"{hit.name}, {hit.headcount}"
    if hit.type == SearchResultType.POST:
        return f"{hit.author.name}: {', '.join(a.type.value for a in hit.attachments or []) or hit.text}"
    return f"{hit.title} at {hit.company.name}"


for search in [
    SearchRequest(api=API.CLASSIC, category=Category.PEOPLE, keywords="engineer", network_distance=[1, 2]),
    SearchRequest(api=API.CLASSIC, category=Category.COMPANIES),
    SearchRequest(api=API.CLASSIC, category=Category.POSTS),
    SearchRequest(api=API.CLASSIC, category=Category.JOBS),
    SearchRequest(api=API.SALES_NAVIGATOR, category=Category.PEOPLE),
    SearchRequest(api=API.RECRUITER, category=Category.PEOPLE),
    SearchRequest(url="https://www.linkedin.com/search/results/people/?keywords=engineer"),
]:
    body, hits = search, []
    for pages in range(1, 4):
        page = SearchPage.from_dict(post_json(f"/linkedin/search?account_id={ACCOUNT}&limit=20", body))
        hits += page.items
        if page.cursor is None:
            break
        body = SearchRequest(cursor=page.cursor)
    print(f"search: {len(hits)} hits on {pages} page(s); the first is {describe(hits[0])}")

found = SearchParameterList.from_dict(get("/linkedin/search/parameters", account_id=ACCOUNT, type="LOCATION", keywords="Berlin"))
berlin = found.items[0]
print(f"listSearchParameters: {found.paging.page_count} for Berlin; {berlin.title} is {berlin.id}")

draft = JobDraft.from_dict(post_json("/linkedin/jobs", CreateJobRequest(
    account_id=ACCOUNT,
    job_title=IDOrText(text="Senior Backend Engineer"),
    company=IDOrText(id="9374000"),
    workplace=Workplace.REMOTE,
    location=berlin.id,
    description="<p>We are hiring.</p>",
    screening_questions=[ScreeningQuestion(AnswerType.NUMERIC, "How many years?", min_expectation=3)],
    recruiter=RecruiterJobOptions(
        ApplyMethod(ApplyMethodType.EXTERNAL, url="https://careers.example.com/jobs/42"), ["eng"], ["4"], RecruiterProject(name="Backend hiring"), JobSeniority.DIRECTOR),
)))
print(f"createJob: draft {draft.job_id}, {'free' if draft.publish_options.free.eligible else draft.publish_options.free.ineligible_reason}")


def publish(amount):
    budget = PromotionBudget(monthly=BudgetAmount(amount, draft.publish_options.promoted.currency))
    return CheckpointOutcome.from_dict(post_json(
        f"/linkedin/jobs/{draft.job_id}/publish", PublishJobRequest(account_id=ACCOUNT, mode=PromotionMode.PROMOTED, budget=budget)))


try:
    publish(draft.publish_options.promoted.monthly_budget.max + 1)
    raise AssertionError("A budget beyond the draft's was accepted.")
except Failed as e:
    # A refusal in the status of a gateway: the type tells that nothing was done.
    assert e.error.type == "errors/invalid_parameters", e
    print(f"publishJob: refused, {e.error.detail}")

outcome = publish(draft.publish_options.promoted.monthly_budget.recommended)
assert outcome.object == CheckpointOutcomeObject.LINKEDIN_JOB_POSTING_PUBLISH_CHECKPOINT


def solve(code):
    return CheckpointOutcome.from_dict(post_json(f"/linkedin/jobs/{draft.job_id}/checkpoint", SolveCheckpointRequest(ACCOUNT, code)))


try:
    solve("000000")
    raise AssertionError("A wrong code was accepted.")
except Failed as e:
    assert e.error.type == "errors/invalid_checkpoint_solution", e
    print(f"solveJobCheckpoint: refused, {e.error.detail}")

codes = {CheckpointType.OTP: "123456", CheckpointType.EMAIL_VERIFICATION: "verify-me"}
while outcome.object == CheckpointOutcomeObject.LINKEDIN_JOB_POSTING_PUBLISH_CHECKPOINT:
    print(f"solveJobCheckpoint: LinkedIn wants a code, {outcome.type.value}")
    outcome = solve(codes[outcome.type])
print(f"solveJobCheckpoint: job {outcome.job_id} is {outcome.job_state.value}")


def form(request: CreatePostRequest, files):
    """`mentions` is one part that holds JSON; each file is a part of its own, under the same name."""
    boundary = uuid.uuid4().hex
    parts = [(f'name="{name}"', (value if isinstance(value, str) else json.dumps(value)).encode()) for name, value in request.to_dict().items()]
    parts += [(f'name="attachments"; filename="{name}"\r\nContent-Type: image/png', content) for name, content in files]
    body = b"".join(f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n" for head, content in parts)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


request = CreatePostRequest(ACCOUNT, "Thank you {{0}} 🐝", mentions=[PostMention("Ada Lovelace", "ACoAAA1234567")])
created = PostCreated.from_dict(post("/posts", *form(request, [("launch.png", b"\x89PNG"), ("team.png", b"\x89PNG")])))
print(f"createPost: {created.post_id or 'live, without an id'}")
