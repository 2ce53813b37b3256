"""The files of a SAMM model: entities by kind, and what refers to what. What is wrong in one does not stop the rest."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import BadInput
from catalog.yaml_text import MAX_BYTES, parse_foreign, read_text
from integrations.frameworks.foreign import Found, Node, Notes, shown, whole

MAX_FILES = 5_000

FOLDERS = {
    "Function": "business_functions",
    "Practice": "security_practices",
    "Stream": "streams",
    "MaturityLevel": "maturity_levels",
    "PracticeLevel": "practice_levels",
    "Activity": "activities",
    "Question": "questions",
}
"""The kinds of files that are read, as their key `type` names them, and the folder of each."""

_READ = {
    "Function": ("name", "description", "order"),
    "Practice": ("function", "name", "shortName", "shortDescription", "order"),
    "Stream": ("practice", "name", "letter", "description", "order"),
    "MaturityLevel": ("number",),
    "PracticeLevel": ("practice", "maturityLevel"),
    "Activity": ("stream", "level", "title", "shortDescription", "relatedActivities"),
    "Question": ("activity", "text", "quality", "order"),
}
"""The keys that are read of each kind, besides `id` and `type`."""


def model_folder(path: Path) -> Path:
    """The folder that holds those of FOLDERS: `path`, or `model` in it. Raises BadInput where there is none."""
    names = ", ".join(FOLDERS.values())
    try:
        if path.is_file():
            text = f"this is a file; the folder of a SAMM model was expected, which holds {names}"
            raise BadInput.one(str(path), text)
        for folder in (path, path / "model"):
            if (folder / "activities").is_dir() or (folder / "streams").is_dir():
                return folder
        if not path.is_dir():
            raise BadInput.one(str(path), "there is no such folder")
    except (OSError, ValueError) as error:
        raise BadInput.one(str(path), f"the folder cannot be read: {error}") from None
    raise BadInput.one(str(path), f"this is not the folder of a SAMM model, which holds {names}")


@dataclass(frozen=True, slots=True)
class Entity:
    """What one file says; `stem` is the file's name, in place of what the entity does not say itself."""

    node: Node
    id: str
    stem: str

    @property
    def order(self) -> tuple[int, str]:
        value = self.node.get("order").value
        return (value if isinstance(value, int) else sys.maxsize, self.stem)


class Model:
    """The entities of a model by their kind, and what refers to what."""

    def __init__(self, path: Path) -> None:
        self.about = Notes(str(path))
        self.notes: list[Notes] = []
        self.all: dict[str, list[Entity]] = {kind: [] for kind in FOLDERS}
        self.by_id: dict[str, dict[str, Entity]] = {kind: {} for kind in FOLDERS}

    def found(self) -> list[Found]:
        return [found for notes in self.notes for found in notes.found]

    def notes_of(self, file: Path) -> Notes:
        notes = Notes(str(file))
        self.notes.append(notes)
        return notes

    def read_files(self, folder: Path) -> None:
        files = [(kind, file) for kind, name in FOLDERS.items() for file in self.files(folder / name)]
        try:
            size = sum(file.stat().st_size for _, file in files)
        except OSError as error:
            raise BadInput.one(str(folder), f"the folder cannot be read: {error.strerror}") from None
        if len(files) > MAX_FILES or size > MAX_BYTES:
            text = f"the model has {len(files):,} files of {size / 1e6:.0f} MB; at most {MAX_FILES:,} files"
            raise BadInput.one(str(folder), f"{text} of {MAX_BYTES // 1_000_000} MB are read")
        for kind, file in files:
            self.read_file(kind, file)

    def files(self, folder: Path) -> list[Path]:
        if not folder.is_dir():
            self.notes_of(folder).add("missing-folder", None, "", "the model has no such folder")
            return []
        try:
            return sorted(p for p in folder.iterdir() if p.suffix in (".yml", ".yaml") and p.is_file())
        except OSError as error:
            raise BadInput.one(str(folder), f"the folder cannot be read: {error.strerror}") from None

    def read_file(self, kind: str, file: Path) -> None:
        notes = self.notes_of(file)
        try:
            documents, problems = parse_foreign(read_text(file), str(file))
        except BadInput as error:
            notes.found += [Found(p.file, p.line, p.key, p.text, "unreadable-file") for p in error.problems]
            return
        for problem in problems:
            notes.add("repeated-key", problem.line, problem.key, problem.text)
        tops = [whole(document, notes).named(file.stem) for document in documents if document.data is not None]
        if not tops:
            notes.add("empty-file", 1, "", "the file holds nothing but comments")
        for top in tops:
            if isinstance(top.value, dict):
                self.add(kind, top, file.stem)
            else:
                top.say("wrong-shape", f"a mapping was expected, not {shown(top.value)}")

    def add(self, kind: str, node: Node, stem: str) -> None:
        said = node.get("type")
        if said.value != kind:
            said.say("odd-type", f"type: '{kind}' was expected in this folder, not {shown(said.value)}; read as that")
        node.slips((*_READ[kind], "id", "type"))
        id = node.get("id").key()
        if not id:
            node.say("missing-id", "there is no id, so that nothing can refer to this")
        elif id in self.by_id[kind]:
            text = f"the id {shown(id)} is that of '{self.by_id[kind][id].stem}' already, which holds for references"
            node.get("id").say("duplicate-id", text)
        entity = Entity(node, id, stem)
        self.all[kind].append(entity)
        if id:
            self.by_id[kind].setdefault(id, entity)

    def referred(self, entity: Entity, key: str, kind: str) -> Entity | None:
        """What `entity` names under `key`; None, with a finding, where that is missing."""
        return self.entity(entity.node.get(key), key, kind)

    def entity(self, node: Node, key: str, kind: str) -> Entity | None:
        id = node.key()
        if id in self.by_id[kind]:
            return self.by_id[kind][id]
        if not id:
            node.say("missing-reference", f"{key}: the id of a {kind} was expected, not {shown(node.value)}")
        else:
            hint = self.about.near(id, self.by_id[kind])
            node.say("dangling-reference", f"{key}: no {kind} has the id {shown(id)}{hint}")
        return None
