using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Mutations;

namespace Integration.Graph.Server.Volunteers;

/// <summary>The mutation that registers volunteers.</summary>
[MutationType]
internal static class VolunteerMutations
{
    private const int LargestCapacity = 20;

    /// <summary>Registers a volunteer at the caller's branch.</summary>
    [Error<InvalidInputException>]
    public static Task<Ref<Volunteer>> RegisterVolunteerAsync(RegisterVolunteerInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var volunteer = new Volunteer
            {
                Id = Ids.New(),
                BranchId = caller.ScopeId,
                GivenName = check.Name("givenName", input.GivenName),
                FamilyName = check.Name("familyName", input.FamilyName),
                Phone = check.Phone("phone", input.Phone),
                Email = check.Email("email", input.Email),
                Languages = check.Languages("languages", input.Languages),
                ActivityTypes = check.ActivityTypes("activityTypes", input.ActivityTypes),
                Capacity = input.Capacity,
                ChildCertificateOn = input.ChildCertificateOn,
            };
            if (input.Capacity is < 0 or > LargestCapacity)
            {
                check.Invalid("capacity", InputCode.OutOfRange, $"The capacity is a number from 0 to {LargestCapacity}.");
            }

            if (input.ChildCertificateOn is { } issued)
            {
                check.NotInTheFuture("childCertificateOn", issued, at.Today);
            }

            check.ThrowIfAny();

            db.Add(volunteer);
            await db.SaveChangesAsync(cancellationToken);
            return new Ref<Volunteer>(volunteer.Id);
        });
}
