// The contract's unions that no single member tells apart. NSwag makes plain base classes of them, and System.Text.Json
// writes of a base class's property only the base's members, unless it is told the derived ones.
using System.Text.Json.Serialization;

namespace NSwagStj;

[JsonDerivedType(typeof(FreeText))]
[JsonDerivedType(typeof(ResolvedId))]
public partial class IdOrText;

[JsonDerivedType(typeof(NewRecruiterProject))]
[JsonDerivedType(typeof(ExistingRecruiterProject))]
public partial class RecruiterProject;

[JsonDerivedType(typeof(RecruiterRoleById))]
[JsonDerivedType(typeof(RecruiterRoleByKeywords))]
public partial class RecruiterRole;

[JsonDerivedType(typeof(RecruiterSkillById))]
[JsonDerivedType(typeof(RecruiterSkillByKeywords))]
public partial class RecruiterSkill;

[JsonDerivedType(typeof(RecruiterCompanyById))]
[JsonDerivedType(typeof(RecruiterCompanyByKeywords))]
public partial class RecruiterCompany;
