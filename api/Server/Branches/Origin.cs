namespace Integration.Graph.Server.Branches;

/// <summary>How a branch or an activity came into the database.</summary>
public enum Origin
{
    /// <summary>Documented: a public page names it. `source` is the page's address.</summary>
    Documented = 1,

    /// <summary>Assumed by this project. `source` names the rule of the assumption.</summary>
    Assumed = 2,

    /// <summary>Entered by a coordinator, or in a file of the operator of the system. `source` is null.</summary>
    Entered = 3,
}
