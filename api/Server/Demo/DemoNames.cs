namespace Integration.Graph.Server.Demo;

/// <summary>
/// Names that are common among the speakers of a language, combined at random. They do not refer to real persons who have such a
/// name.
/// </summary>
internal sealed class DemoNames
{
    private readonly string[] _women;
    private readonly string[] _men;
    private readonly string[] _families;

    private DemoNames(string women, string men, string families) =>
        (_women, _men, _families) = (women.Split(' '), men.Split(' '), families.Split(' '));

    public static DemoNames Danish { get; } = new(
        "Anne Birgit Camilla Dorthe Ellen Freja Gitte Hanne Inge Julie Karen Lone Mette Nanna Pia Rikke Sofie Tove Ulla Vibeke",
        "Anders Bo Christian Dan Erik Frank Gert Henrik Ib Jens Kim Lars Mads Niels Ole Per Rasmus Søren Torben Viggo",
        "Agerlund Bækgaard Damsted Elkjær Fjordside Græsted Holmgaard Iversby Klintholt Lyngby Mosegaard Nørreby Overgaard Porsborg Ravnholt Skovlund Toftegaard Vestermark Åkjær Østerdal");

    private static readonly DemoNames Arabic = new(
        "Amal Amina Aya Dima Fatima Hala Hanan Huda Lina Maha Mariam Noor Rania Rasha Reem Salma Samira Yara Zahra Zeinab",
        "Ahmad Ali Amir Anas Bilal Fadi Hamza Hassan Ibrahim Karim Khaled Mahmoud Mohammad Nabil Omar Rami Samir Tarek Yousef Ziad",
        "Abbas Abdallah Darwish Fares Haddad Hamdan Ibrahim Issa Kanaan Khalil Mansour Mustafa Nasser Odeh Qasim Saleh Shaheen Suleiman Taha Zaid");

    private static readonly DemoNames Eritrean = new(
        "Abrehet Almaz Bisrat Eden Feven Genet Helen Hiwet Luwam Mebrat Rahel Ruta Saba Selam Senait Tsega Winta Yordanos",
        "Abel Amanuel Berhane Biniam Daniel Dawit Efrem Filmon Habtom Kidane Merhawi Mikal Natnael Robel Samuel Tekle Yonas Zerai",
        "Abraha Andom Asfaha Berhe Fessehaye Gebremariam Ghebre Habte Haile Kiflay Mehari Negash Okubay Tesfay Tewelde Weldu Yemane Zerom");

    private static readonly DemoNames Afghan = new(
        "Anisa Farida Farzana Fereshta Gulalai Hosna Laila Latifa Malalai Maryam Nargis Nazia Palwasha Parwana Shabnam Shukria Soraya Zarghuna",
        "Abdul Ahmadullah Aziz Esmat Farhad Habib Haroon Idris Jawad Khalid Mirwais Najib Omid Rahim Sayed Shafiq Wahid Zalmai",
        "Ahmadi Akbari Amiri Azizi Faizi Ghafari Hakimi Haidari Jalali Karimi Mohammadi Nazari Nuri Popal Qaderi Rahimi Safi Stanikzai");

    private static readonly DemoNames Persian = new(
        "Azadeh Bahar Elham Fatemeh Golnaz Leila Mahsa Maryam Mina Nasrin Niloufar Parisa Roya Sahar Shirin Yasaman",
        "Ali Amir Arash Behrouz Dariush Ehsan Farhad Hossein Kaveh Kian Mehdi Mohsen Navid Omid Reza Saeed",
        "Abbasi Ahmadi Azadi Bahrami Ebrahimi Farahani Ghorbani Hosseini Jafari Karimi Kazemi Moradi Najafi Rahmani Rezaei Sharifi");

    private static readonly DemoNames Somali = new(
        "Amina Asha Ayaan Deqa Fadumo Farhiya Hibo Hodan Idil Ifrah Ladan Naima Sagal Ubah Warsan Zahra",
        "Abdi Abdirahman Ahmed Ayub Bashir Farah Guled Hassan Ismail Jama Liban Mahad Mohamed Nuur Omar Yusuf",
        "Abdi Abukar Aden Ali Barre Dahir Diriye Farah Gedi Hersi Hussein Jama Mohamud Omar Sharif Warsame");

    private static readonly DemoNames Russian = new(
        "Aminat Anna Darya Elena Irina Ksenia Larisa Madina Marina Natalia Olga Svetlana Tatiana Vera Yulia Zarema",
        "Adam Aleksei Andrei Anton Artur Dmitri Ilya Islam Maksim Mikhail Oleg Pavel Ruslan Sergei Timur Zelim",
        "Aliev Antonov Bazaev Belov Daudov Fedorov Gromov Isaev Kovalev Lebedev Magomadov Orlov Petrov Sokolov Usmanov Volkov");

    private static readonly DemoNames Ukrainian = new(
        "Alina Daria Hanna Iryna Kateryna Larysa Mariia Nadiia Oksana Olena Polina Sofiia Tetiana Viktoriia Yana Zoia",
        "Andrii Artem Bohdan Denys Dmytro Ihor Ivan Kostiantyn Maksym Mykola Oleh Pavlo Roman Serhii Taras Yurii",
        "Bondarenko Boiko Danylenko Hrytsenko Kovalenko Kravets Lysenko Marchenko Melnyk Onyshchenko Panchenko Rudenko Savchenko Shevchuk Tkachenko Zinchenko");

    private static readonly DemoNames Kurdish = new(
        "Avin Berfin Chnar Dilan Gulistan Hevi Jiyan Kani Nazdar Rojin Shilan Sozan Tara Viyan Zilan Zozan",
        "Azad Baran Dilovan Hawar Hiwa Jwan Kawa Miran Nechirvan Rebin Rojhat Sherzad Siyar Soran Welat Zana",
        "Ahmed Amin Aziz Baban Barwari Goran Hamo Hasan Jaf Khoshnaw Mirza Osman Rashid Shekho Sindi Zebari");

    private static readonly DemoNames Ethiopian = new(
        "Abeba Almaz Aster Bethlehem Chaltu Hanna Hiwot Kalkidan Lensa Makeda Meron Rahel Sara Tigist Tsehay Zewditu",
        "Abebe Bekele Dawit Desta Fikru Girma Kebede Lemma Mekonnen Mulugeta Solomon Tadesse Tesfaye Tolosa Worku Yared",
        "Abera Alemu Assefa Bekele Demissie Gemechu Getachew Hailu Kassa Lemma Mamo Negussie Regassa Shiferaw Tadesse Wolde");

    private static readonly DemoNames Armenian = new(
        "Ani Anahit Araksya Gayane Hasmik Lilit Lusine Mane Mariam Narine Nune Satenik Sona Tatev Varduhi Zaruhi",
        "Ara Aram Armen Artak Davit Gagik Gevorg Hayk Hovhannes Karen Levon Mher Narek Suren Tigran Vahan",
        "Abrahamyan Avagyan Barseghyan Danielyan Gasparyan Ghazaryan Grigoryan Hakobyan Karapetyan Manukyan Mkrtchyan Petrosyan Sahakyan Sargsyan Simonyan Vardanyan");

    private static readonly DemoNames French = new(
        "Aimée Béatrice Chantal Clarisse Divine Espérance Francine Grâce Joséphine Mireille Nadège Odette Pascaline Rosine Solange Yvette",
        "Alain Bienvenu Christian Désiré Emmanuel Fabrice Gaston Innocent Jean Léon Moïse Olivier Pascal Patrice Serge Thierry",
        "Amani Bahati Bisimwa Bolamba Ilunga Kabongo Kalala Kasongo Lukusa Mbuyi Mukendi Ngoma Ntumba Rukundo Tshibanda Uwase");

    private static readonly DemoNames Turkish = new(
        "Ayşe Aysel Elif Emine Esra Fatma Gülay Günel Hatice Leyla Nigar Sevda Sevinc Yeter Zehra Zeynep",
        "Ali Cem Elchin Emre Hakan Hasan Kemal Mehmet Murad Murat Orkhan Rashad Selim Tural Veli Yusuf",
        "Aydin Bayramov Çelik Demir Guliyev Hasanov Ismayilov Kaya Kurt Mammadov Öztürk Şahin Şimşek Tagiyev Yıldız Yılmaz");

    private static readonly DemoNames English = new(
        "Abena Agnes Beatrice Comfort Esther Florence Gloria Grace Joyce Lydia Mercy Patience Ruth Sarah Stella Winnie",
        "Brian Charles David Edward Francis Geoffrey George Isaac James Joseph Kenneth Moses Patrick Peter Robert Simon",
        "Achieng Banda Kamau Kato Kiprop Mukasa Mwangi Namara Ncube Nsubuga Odhiambo Okello Opio Otieno Ssali Wanjiru");

    private static readonly DemoNames SouthAsian = new(
        "Aisha Anjali Bushra Devi Farah Kavita Lakshmi Meena Nasreen Nila Priya Rekha Sana Shanthi Sita Uma",
        "Anil Arif Bashir Gopal Imran Kumar Mohan Nadeem Prakash Rafiq Ravi Sanjay Selvam Tariq Usman Vijay",
        "Akhtar Bhatti Chowdhury Gurung Hussain Iqbal Khan Kumaran Malik Nadar Perera Rahman Selvaraj Sharma Thapa Velu");

    private static readonly DemoNames Other = new(
        "Ana Carmen Diana Elena Gloria Htay Isabel Khin Lucía Mai María Mei Rosa Sofía Su Teresa",
        "Aung Carlos Daniel Diego José Jun Kyaw Luis Manuel Mario Min Pablo Rafael Tun Wei Zaw",
        "Aung Castillo Chen Flores García Htun Kim López Martínez Morales Oo Reyes Rivera Soe Win Zhang");

    public string Given(DemoRandom random, bool woman) => random.Pick(woman ? _women : _men);

    public string Family(DemoRandom random) => random.Pick(_families);

    /// <summary>Returns the names for a person's first language.</summary>
    public static DemoNames Of(string language) => language switch
    {
        "ara" => Arabic,
        "tir" => Eritrean,
        "prs" or "pus" => Afghan,
        "fas" => Persian,
        "som" => Somali,
        "rus" or "che" => Russian,
        "ukr" => Ukrainian,
        "kmr" or "ckb" => Kurdish,
        "amh" or "orm" => Ethiopian,
        "hye" => Armenian,
        "fra" or "lin" => French,
        "tur" or "aze" => Turkish,
        "eng" or "swa" => English,
        "urd" or "tam" => SouthAsian,
        "dan" => Danish,
        _ => Other,
    };
}
