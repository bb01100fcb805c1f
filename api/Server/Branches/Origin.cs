namespace Integration.Graph.Server.Branches;

/// <summary>How a branch or an activity came into the database.</summary>
public enum Origin
{
    /// <summary>A public page names it; `source` is the page's address.</summary>
    Documented = 1,

    /// <summary>An assumption of the project; `source` names the rule by which it was made.</summary>
    Assumed = 2,

    /// <summary>Entered by a coordinator, or in a file of the operator.</summary>
    Entered = 3,
}
