using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage.Migrations;

/// <content>The relations between entities.</content>
internal sealed partial class GraphContextModelSnapshot
{
    private static void Relate(ModelBuilder model)
    {
        model.Entity(Name + ".Municipalities.Municipality", b =>
        {
            b.HasOne(Name + ".Municipalities.Region", "Region").WithMany().HasForeignKey("RegionCode")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
        });
        model.Entity(Name + ".Municipalities.PostalDistrict", b =>
        {
            b.HasOne(Name + ".Municipalities.Municipality", null).WithMany().HasForeignKey("MunicipalityCode")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
        });
        model.Entity(Name + ".Branches.Branch", b =>
        {
            b.HasOne(Name + ".Municipalities.Municipality", "Municipality").WithMany().HasForeignKey("MunicipalityCode")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
        });
        model.Entity(Name + ".Branches.AsylumCentre", b =>
        {
            b.HasOne(Name + ".Municipalities.Municipality", "Municipality").WithMany().HasForeignKey("MunicipalityCode")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
        });
        model.Entity(Name + ".Activities.Activity", b =>
        {
            b.HasOne(Name + ".Activities.ActivityType", null).WithMany().HasForeignKey("ActivityTypeKey")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
            b.HasOne(Name + ".Branches.Branch", "Branch").WithMany("Activities").HasForeignKey("BranchId")
                .OnDelete(DeleteBehavior.Restrict);
            b.HasOne(Name + ".Branches.AsylumCentre", "Centre").WithMany("Activities").HasForeignKey("CentreId")
                .OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity(Name + ".Handovers.HandoverInterview", b =>
        {
            b.HasOne(Name + ".Municipalities.Language", null).WithMany().HasForeignKey("LanguageCode")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
            b.HasOne(Name + ".Refugees.Refugee", "Refugee").WithMany("Interviews").HasForeignKey("RefugeeId")
                .OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(Name + ".Consents.Consent", b =>
        {
            b.HasOne(Name + ".Municipalities.Language", null).WithMany().HasForeignKey("LanguageCode")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
            b.HasOne(Name + ".Refugees.Refugee", "Refugee").WithMany("Consents").HasForeignKey("RefugeeId")
                .OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(Name + ".Handovers.HandoverNotice", b =>
        {
            b.HasOne(Name + ".Municipalities.Municipality", "Municipality").WithMany().HasForeignKey("MunicipalityCode")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
            b.HasOne(Name + ".Refugees.Refugee", "Refugee").WithMany("HandoverNotices").HasForeignKey("RefugeeId")
                .OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(Name + ".Referrals.Referral", b =>
        {
            b.HasOne(Name + ".Branches.Branch", "Branch").WithMany().HasForeignKey("BranchId")
                .OnDelete(DeleteBehavior.Restrict);
            b.HasOne(Name + ".Municipalities.Municipality", "Municipality").WithMany().HasForeignKey("MunicipalityCode")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
            b.HasOne(Name + ".Refugees.Refugee", "Refugee").WithMany("Referrals").HasForeignKey("RefugeeId")
                .OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(Name + ".Referrals.BranchActivation", b =>
        {
            b.HasOne(Name + ".Branches.Branch", "Branch").WithMany().HasForeignKey("BranchId")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
        });
        model.Entity(Name + ".Volunteers.Volunteer", b =>
        {
            b.HasOne(Name + ".Branches.Branch", "Branch").WithMany().HasForeignKey("BranchId")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
        });
        model.Entity(Name + ".Volunteers.Match", b =>
        {
            b.HasOne(Name + ".Activities.ActivityType", null).WithMany().HasForeignKey("ActivityTypeKey")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
            b.HasOne(Name + ".Branches.Branch", "Branch").WithMany().HasForeignKey("BranchId")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
            b.HasOne(Name + ".Referrals.Referral", "Referral").WithMany("Matches").HasForeignKey("ReferralId")
                .OnDelete(DeleteBehavior.Cascade).IsRequired();
            b.HasOne(Name + ".Refugees.Refugee", "Refugee").WithMany().HasForeignKey("RefugeeId")
                .OnDelete(DeleteBehavior.Cascade).IsRequired();
            b.HasOne(Name + ".Volunteers.Volunteer", "Volunteer").WithMany().HasForeignKey("VolunteerId")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
        });
        model.Entity(Name + ".Municipalities.Caseworker", b =>
        {
            b.HasOne(Name + ".Municipalities.Municipality", null).WithMany().HasForeignKey("MunicipalityCode")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
        });
        model.Entity(Name + ".Refugees.Refugee", b =>
        {
            b.HasOne(Name + ".Municipalities.Caseworker", "Caseworker").WithMany().HasForeignKey("CaseworkerId")
                .OnDelete(DeleteBehavior.SetNull);
            b.HasOne(Name + ".Branches.AsylumCentre", "Centre").WithMany().HasForeignKey("CentreId")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
            b.HasOne(Name + ".Consents.Consent", "Consent").WithOne().HasForeignKey(Name + ".Refugees.Refugee", "ConsentId")
                .OnDelete(DeleteBehavior.SetNull);
            b.HasOne(Name + ".Refugees.Household", "Household").WithMany("Members").HasForeignKey("HouseholdId")
                .OnDelete(DeleteBehavior.SetNull);
            b.HasOne(Name + ".Handovers.HandoverInterview", "Interview").WithOne().HasForeignKey(Name + ".Refugees.Refugee", "InterviewId")
                .OnDelete(DeleteBehavior.SetNull);
            b.HasOne(Name + ".Municipalities.Municipality", "Municipality").WithMany().HasForeignKey("MunicipalityCode")
                .OnDelete(DeleteBehavior.Restrict);
            b.HasOne(Name + ".Municipalities.Nationality", null).WithMany().HasForeignKey("NationalityCode")
                .OnDelete(DeleteBehavior.Restrict).IsRequired();
            b.HasOne(Name + ".Referrals.Referral", "Referral").WithOne().HasForeignKey(Name + ".Refugees.Refugee", "ReferralId")
                .OnDelete(DeleteBehavior.SetNull);
        });
        RelateLosses(model);
        RelateRights(model);
    }
}
